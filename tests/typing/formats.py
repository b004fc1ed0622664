"""Formats: what type checkers must accept, and refuse where a line ends in `# refused`.

Made of `specs/formats.yaml`.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import assert_type
from uuid import UUID

from formats_client import Client, Unset
from formats_client.models import Ship, ShipKind


def reading(ship: Ship) -> None:
    assert_type(ship.id, UUID)
    assert_type(ship.str, dt.timedelta | str | None | Unset)
    assert_type(ship.built, dt.date | None)
    assert_type(ship.posted, dt.datetime | None | Unset)
    assert_type(ship.opens, dt.time | None)
    assert_type(ship.price, Decimal | None)
    assert_type(ship.fee, Decimal | None)
    assert_type(ship.tonnage, Decimal | None)
    assert_type(ship.mass, int | None)
    assert_type(ship.length, float | None)
    assert_type(ship.seal, bytes | None)
    assert_type(ship.flag, bytes | None)
    assert_type(ship.picture, str | None)
    assert_type(ship.calls, list[dt.datetime | None] | None)
    assert_type(ship.fares, dict[str, Decimal] | None)
    assert_type(ship.grid, list[list[UUID]] | None)
    assert_type(ship.kind, ShipKind | None)
    Ship(id="0b5ff2e2-57c6-4d0b-a5a0-7c1f0d6b8d11", name="Vega")  # refused
    Ship(id=UUID(int=1), name="Vega", price="1.50")  # refused
    Ship(id=UUID(int=1), name="Vega", price=Decimal("1.50"), seal=b"")


def sending(client: Client) -> None:
    moment = dt.datetime.now(dt.UTC)
    assert_type(client.prices.set(), dict[str, Decimal | None])
    client.prices.set(price=Decimal(1), weight=1.5, from_=moment, key=b"")
    client.prices.set(price="1.50", weight=Decimal(1), from_="now", key="AA==")
    client.prices.set(price=1.5)  # refused
    client.prices.set(weight="1.5")  # refused
    client.prices.set(key=1)  # refused
    client.ships.list(ids=["a", UUID(int=1)], stamps=(moment,), opens=dt.time(12))
    client.ships.list(ids="a")  # refused
    client.ships.list(within=dt.timedelta(1), dearest=Decimal(1))
    client.ships.list(within=30)  # refused
    client.ships.list(opens=moment)  # refused
    client.ships(UUID(int=1)).fetch()
    client.ships("a").fetch()
    client.ships(1)  # refused
    client.days(dt.date(2026, 1, 31))(moment).fetch()
    client.days("2026-01-31")  # refused
