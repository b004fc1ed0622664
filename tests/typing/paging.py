"""Lists that come in pages: what type checkers know of them, and what they refuse."""

from __future__ import annotations

from typing import assert_type

from post_client import AsyncClient, AsyncPager, Client, Page, Pager, Response
from post_client.letters import list_letters
from post_client.models import Letter, ListLettersResponse, Stamp


def sync(client: Client) -> None:
    pager = client.letters.list(sender="Ada", page_size=10, limit=3, max_pages=2)
    assert_type(pager, Pager[Letter])
    for letter in pager:
        assert_type(letter, Letter)
    for page in pager.pages():
        assert_type(page, Page[Letter])
        assert_type(page.status, int)
        assert_type(page.headers.get("x"), str | None)
        assert_type([one.text for one in page.items], list[str | None])
    assert_type(pager.first_page(), Page[Letter])
    assert_type(list(client.stamps.list(limit=None)), list[Stamp])
    assert_type(list(client.rooms.list(timeout=1)), list[str])
    client.clerks.list(page_size=1)
    client.counters.list(max_pages=1, options={"max_pages": 1})
    assert_type(client.send(list_letters(page=1)), Response[ListLettersResponse])
    client.clerks.list()  # refused
    client.letters.list("Ada")  # refused
    client.letters.list(limit="3")  # refused
    client.letters.list(page_size=None)  # refused
    client.letters.list(page_token="x")  # refused
    client.letters.list(max_pages="x")  # refused
    client.countries.list(max_pages=1)  # refused
    print(client.letters.list().sid)  # refused
    print(client.letters.list()[0])  # refused


async def asynchronous(client: AsyncClient) -> None:
    pager = client.letters.list(sender="Ada", page_size=10, limit=3, max_pages=2)
    assert_type(pager, AsyncPager[Letter])
    async for letter in pager:
        assert_type(letter, Letter)
    async for page in pager.pages():
        assert_type(page, Page[Letter])
    assert_type(await pager.first_page(), Page[Letter])
    assert_type([one async for one in client.rooms.list()], list[str])
    await pager  # refused
    list(pager)  # refused
