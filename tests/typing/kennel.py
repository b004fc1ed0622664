"""Types of all kinds: what must be accepted, and refused where a line ends in `# refused`.

Made of `specs/kennel.yaml`.
"""

from __future__ import annotations

from typing import Literal, assert_type
from uuid import UUID

from kennel_client import UNSET, AsyncClient, Client
from kennel_client.dogs import get_dog
from kennel_client.models import Dog, Person, Shelter, Size
from kennel_client.walks import delete_walk, list_walks


def reading(dog: Dog) -> str:
    assert_type(dog.size, Size)
    Size("huge")  # one that may come some day
    assert dog.size != "huge"
    assert_type(dog.owner.kind, Literal["person", "shelter"])
    dog.owner.phone.upper()  # refused
    dog.nickname.upper()  # refused
    if dog.nickname is not None:
        dog.nickname.upper()
    assert_type(dog.friends, list[Dog | None])
    dog.friends[0].to_dict()  # refused
    assert_type(dog.walks, dict[str, list[Person] | None] | None)
    if isinstance(dog.owner, Person):
        return dog.owner.phone
    assert_type(dog.owner, Shelter)
    return dog.owner.city


def constants() -> None:
    Person(phone="1")
    Person(kind="person", phone="1")
    Person(kind="shelter", phone="1")  # refused
    Person()  # refused


def sending(client: Client) -> None:
    assert_type(client.dogs.list(), list[Dog | None])
    client.dogs.list(names=["Rex"], size=Size.SMALL)
    client.dogs.list(names=UNSET, size=Size("huge"))
    client.dogs.list(names="Rex")  # refused
    client.dogs.list(size="small")  # refused
    client.dogs.list(size=None)  # refused
    client.dogs.create(name="Rex", unit="kg", weight=None)
    client.dogs.create(name="Rex", unit="kg", weight=UNSET, size=UNSET)
    client.dogs.create(name="Rex", unit="lb")  # refused
    client.dogs.create(name=UNSET, unit="kg")  # refused
    client.dogs.create(unit="kg")  # refused


def stepping(client: Client) -> None:
    client.dogs(1).get()
    client.dogs("Rex").walks.list()
    client.dogs(UUID(int=1)).walks(1).delete()
    client.dogs(1.5)  # refused
    client.dogs(None)  # refused
    client.dogs()  # refused
    client.dogs("Rex").walks("1")  # refused
    client.send(get_dog(1))
    client.send(list_walks("Rex"))
    client.send(delete_walk(UUID(int=1), 1))
    delete_walk(UUID(int=1))  # refused
    delete_walk(UUID(int=1), "1")  # refused


async def asynchronous(client: AsyncClient) -> None:
    assert_type(await client.dogs.list(), list[Dog | None])
    assert_type(await client.dogs(1).get(), Dog)
    await client.dogs.list(names="Rex")  # refused
    await client.dogs.create(name="Rex")  # refused
    await client.dogs(1.5).get()  # refused
    await client.dogs("Rex").walks("1").delete()  # refused
    client.dogs(1).get().to_dict()  # refused
