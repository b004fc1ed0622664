"""Lists that come in pages: generated clients against a real server."""

from __future__ import annotations

import asyncio
import importlib
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.conftest import ROOT
from tests.server import Reply, Server

SPEC = Path(__file__).parent / "specs" / "pages.yaml"

Query: TypeAlias = dict[str, str]
Answer: TypeAlias = Callable[[str, Query], Reply]
"""What the server answers, by the path and the query."""

Listing: TypeAlias = Callable[[Any], Any]
"""What makes a pager, of a client."""


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The package that is generated of `pages.yaml`."""
    folder = tmp_path_factory.mktemp("post")
    command = [sys.executable, "-m", "generator", "generate", str(SPEC)]
    options = ["--output", str(folder), "--package", "post_client"]
    subprocess.run([*command, *options], cwd=ROOT, check=True, capture_output=True)
    sys.path.insert(0, str(folder))
    yield importlib.import_module("post_client")
    sys.path.remove(str(folder))


class Drives:
    """The things that are done with pagers, sync or async."""

    def __init__(self, package: Any, kind: str, url: str) -> None:
        self._package = package
        self._is_async = kind == "async"
        self._url = url

    def items(self, listing: Listing) -> Any:
        """All items."""

        async def collect(pager: Any) -> list[Any]:
            return [one async for one in pager]

        return self._do(listing, list, collect)

    def pages(self, listing: Listing) -> Any:
        """All pages."""

        async def collect(pager: Any) -> list[Any]:
            return [one async for one in pager.pages()]

        return self._do(listing, lambda pager: list(pager.pages()), collect)

    def first_page(self, listing: Listing) -> Any:
        """The first page alone."""

        async def first(pager: Any) -> Any:
            return await pager.first_page()

        return self._do(listing, lambda pager: pager.first_page(), first)

    def gathered(self, listing: Listing) -> tuple[list[Any], Exception | None]:
        """The items that come before an error, and the error."""
        items: list[Any] = []

        async def gather(pager: Any) -> None:
            async for one in pager:
                items.append(one)

        try:
            self._do(listing, items.extend, gather)
        except self._package.ApiError as error:
            return items, error
        return items, None

    def _do(
        self,
        listing: Listing,
        sync: Callable[[Any], Any],
        asynchronous: Callable[[Any], Any],
    ) -> Any:
        if not self._is_async:
            with self._package.Client(base_url=self._url) as client:
                return sync(listing(client))

        async def run() -> Any:
            async with self._package.AsyncClient(base_url=self._url) as client:
                return await asynchronous(listing(client))

        return asyncio.run(run())


@pytest.fixture(params=["sync", "async"])
def drive(request: pytest.FixtureRequest, post: Any, server: Server) -> Drives:
    return Drives(post, request.param, f"{server.url}/api")


def script(server: Server, answer: Answer) -> None:
    """Have a server answer by what it is asked."""

    def prepare() -> None:
        target = urlsplit(server.requests[-1].line.split(" ")[1])
        query = {name: values[-1] for name, values in parse_qs(target.query).items()}
        server.reply = answer(target.path, query)

    server.before_reply = prepare


def targets(server: Server) -> list[str]:
    """The paths and queries that were asked for."""
    return [one.line.split(" ")[1] for one in server.requests]


def letters(*ids: str) -> list[dict[str, str]]:
    return [{"id": one} for one in ids]


def ids(items: list[Any]) -> list[str]:
    return [one.id for one in items]


def linked(server: Server, *links: str | None) -> None:
    """Have `/letters` give pages of one letter each, with these links one by one."""
    pages = iter(enumerate(links, 1))

    def answer(path: str, query: Query) -> Reply:
        number, link = next(pages)
        return Reply.json(
            {"letters": letters(f"L{number}"), "meta": {"next_page_url": link}}
        )

    script(server, answer)


# --- shapes


def test_urls_in_the_body(drive: Drives, server: Server) -> None:
    linked(
        server,
        f"{server.url}/api/letters?PageToken=a%20b&Page=1&sender=Ada",
        "/api/letters?PageToken=c&Page=2&empty=",
        "?PageToken=%E2%82%AC",
        "../somewhere/else",
        None,
    )
    assert ids(drive.items(lambda client: client.letters.list(sender="Ada"))) == [
        *("L1", "L2", "L3", "L4", "L5")
    ]
    assert targets(server) == [
        "/api/letters?sender=Ada",
        "/api/letters?PageToken=a+b&Page=1&sender=Ada",
        "/api/letters?PageToken=c&Page=2&empty=",
        "/api/letters?PageToken=%E2%82%AC",
        "/somewhere/else",
    ]


def test_relative_urls_of_a_page_without_meta(drive: Drives, server: Server) -> None:
    def answer(path: str, query: Query) -> Reply:
        link = None if "PageToken" in query else f"{path}?PageToken=x"
        return Reply.json({"letters": letters(link or "last"), "next_page_uri": link})

    script(server, answer)
    found = drive.items(
        lambda client: client.accounts("A/1").letters.list_account_letters()
    )
    assert len(found) == 2
    assert targets(server) == [
        "/api/accounts/A%2F1/letters.json",
        "/api/accounts/A%2F1/letters.json?PageToken=x",
    ]


def test_links_deep_inside(drive: Drives, server: Server) -> None:
    def answer(path: str, query: Query) -> Reply:
        links = {} if query else {"pages": {"next": "/api/keys?page=2"}}
        return Reply.json({"keys": ["a", "b"], "links": links})

    script(server, answer)
    assert drive.items(lambda client: client.keys.list()) == ["a", "b"] * 2
    assert targets(server) == ["/api/keys", "/api/keys?page=2"]


def test_link_headers(drive: Drives, server: Server) -> None:
    def answer(path: str, query: Query) -> Reply:
        number = int(query.get("page", "1"))
        link = f'</api/stamps?page={number + 1}>; title="a, <b>; c"; rel="x next"'
        first = '</api/stamps>; rel="first"'
        headers = {"Link": f"{first}, {link}" if number < 3 else first}
        return Reply.json([{"price": number}], headers=headers)

    script(server, answer)
    found = drive.items(lambda client: client.stamps.list())
    assert [one.price for one in found] == [1, 2, 3]
    assert targets(server)[1:] == ["/api/stamps?page=2", "/api/stamps?page=3"]


def test_cursors(drive: Drives, server: Server) -> None:
    def answer(path: str, query: Query) -> Reply:
        last = {"": "b", "b": "d", "d": "e"}[query.get("after", "")]
        data = letters(chr(ord(last) - 1), last)
        return Reply.json({"data": data, "last_id": last, "has_more": last != "e"})

    script(server, answer)
    found = drive.items(lambda client: client.parcels.list(page_size=7))
    assert ids(found) == ["a", "b", "c", "d", "d", "e"]
    assert targets(server) == [
        "/api/parcels?limit=7",
        "/api/parcels?limit=7&after=b",
        "/api/parcels?limit=7&after=d",
    ]


def test_cursors_without_a_sign_that_there_is_more(
    drive: Drives, server: Server
) -> None:
    def answer(path: str, query: Query) -> Reply:
        token = {"": "t1", "t1": "t2", "t2": None}[query.get("Token", "")]
        return Reply.json({"orders": letters("o"), "meta": {"next_token": token}})

    script(server, answer)
    assert len(drive.items(lambda client: client.orders.list())) == 3
    assert targets(server)[1:] == ["/api/orders?Token=t1", "/api/orders?Token=t2"]


def test_a_beginning_after_the_last_item(drive: Drives, server: Server) -> None:
    def answer(path: str, query: Query) -> Reply:
        after = query.get("starting_after")
        data = letters("c") if after else letters("a", "b")
        return Reply.json({"data": data, "has_more": not after})

    script(server, answer)
    found = drive.items(lambda client: client.parcels.events.list())
    assert ids(found) == ["a", "b", "c"]
    assert targets(server)[1:] == ["/api/parcels/events?starting_after=b"]


@pytest.mark.parametrize("total", [5, None, "five", True])
def test_offsets(drive: Drives, server: Server, total: object) -> None:
    def answer(path: str, query: Query) -> Reply:
        start = int(query.get("offset", "0"))
        return Reply.json({"results": list("abcde")[start : start + 2], "total": total})

    script(server, answer)
    found = drive.items(lambda client: client.clerks.list(page_size=2))
    assert found == list("abcde")
    # Where nothing says how many there are, only an empty page is the end.
    offsets = ["", "&offset=2", "&offset=4", "&offset=5"][: 3 if total == 5 else 4]
    assert targets(server) == [f"/api/clerks?limit=2{one}" for one in offsets]


def test_a_response_without_content_is_an_empty_page(
    drive: Drives, server: Server
) -> None:
    server.reply = Reply.of(204, b"")
    assert drive.items(lambda client: client.clerks.list(page_size=2)) == []
    assert len(server.requests) == 1


def test_numbers_with_a_number_of_pages(drive: Drives, server: Server) -> None:
    def answer(path: str, query: Query) -> Reply:
        number = int(query.get("page", "0"))
        page = {"counters": [{"price": number}], "current_page": number}
        return Reply.json({**page, "total_pages": 3})

    script(server, answer)
    found = drive.items(lambda client: client.counters.list())
    assert [one.price for one in found] == [0, 1, 2]
    assert targets(server)[1:] == ["/api/counters?page=1", "/api/counters?page=2"]
    server.requests.clear()
    found = drive.items(lambda client: client.counters.list(page=1))
    assert [one.price for one in found] == [1, 2]


def test_numbers_until_a_page_is_empty(drive: Drives, server: Server) -> None:
    def answer(path: str, query: Query) -> Reply:
        return Reply.json(["x"] if int(query.get("page", "1")) < 3 else [])

    script(server, answer)
    assert drive.items(lambda client: client.rooms.list()) == ["x", "x"]
    assert targets(server)[1:] == ["/api/rooms?page=2", "/api/rooms?page=3"]


def test_numbers_until_links_end(drive: Drives, server: Server) -> None:
    def answer(path: str, query: Query) -> Reply:
        relation = "next" if "page" not in query else "prev"
        return Reply.json(
            ["x"], headers={"Link": f'<https://a.test>; rel="{relation}"'}
        )

    script(server, answer)
    assert drive.items(lambda client: client.rooms.list()) == ["x", "x"]
    assert targets(server) == ["/api/rooms", "/api/rooms?page=2"]


def test_what_only_looks_like_pages_is_a_plain_call(post: Any, server: Server) -> None:
    server.reply = Reply.json({"countries": ["DE"]})
    with post.Client(base_url=server.url) as client:
        assert client.countries.list(page=0).countries == ["DE"]


# --- limits and sizes


@pytest.mark.parametrize(
    ("arguments", "sizes", "count"),
    [
        ({}, [None, None, None], 60),
        ({"limit": 0}, [], 0),
        ({"limit": 1}, ["1"], 1),
        ({"limit": 20}, ["20"], 20),
        ({"limit": 21}, ["21"], 21),
        ({"limit": 55}, ["50", "50"], 55),
        ({"limit": 99}, ["50", "50"], 60),
        ({"page_size": 10, "limit": 25}, ["10", "10", "10"], 25),
        ({"page_size": 10, "limit": 20}, ["10", "10"], 20),
        ({"page_size": 10, "limit": 3}, ["3"], 3),
        ({"page_size": 10, "limit": 0}, [], 0),
        ({"page_size": 30}, ["30", "30"], 60),
        ({"page_size": 1000}, ["50", "50"], 60),
    ],
)
def test_limits_and_sizes(
    drive: Drives,
    server: Server,
    arguments: dict[str, int],
    sizes: list[str | None],
    count: int,
) -> None:
    def answer(path: str, query: Query) -> Reply:
        size, start = int(query.get("PageSize", "20")), int(query.get("start", "0"))
        found = letters(*map(str, range(start, min(start + size, 60))))
        link = f"?start={start + size}&PageSize={size}" if start + size < 60 else None
        return Reply.json({"letters": found, "meta": {"next_page_url": link}})

    script(server, answer)
    found = drive.items(lambda client: client.letters.list(**arguments))
    assert ids(found) == list(map(str, range(count)))
    asked = [parse_qs(urlsplit(one).query) for one in targets(server)]
    assert [one.get("PageSize", [None])[0] for one in asked[:1]] == sizes[:1]
    assert len(asked) == len(sizes)


@pytest.mark.parametrize(
    "arguments",
    [
        *({"limit": one} for one in (-1, True, 1.5, "3")),
        *({"page_size": one} for one in (0, -1, True, 1.5, "3", None)),
        *({"max_pages": one} for one in (0, -1, True, None)),
    ],
)
def test_other_numbers_are_refused_at_once(
    post: Any, server: Server, arguments: dict[str, Any]
) -> None:
    (name,) = arguments
    for client in (post.Client, post.AsyncClient):
        with pytest.raises(post.InvalidArgumentError, match=f"^{name}: "):
            client(base_url=server.url).letters.list(**arguments)
    assert server.requests == []


@pytest.mark.parametrize(
    ("page_size", "limit", "bounds", "sent"),
    [
        # page_size, limit, what the API says, what is sent
        (None, None, {"most": 50}, None),
        (None, 10, {"most": 50}, 10),
        (None, 99, {"most": 50}, 50),
        (None, 10, {}, None),
        (None, 10, {"usual": 20}, 10),
        (None, 20, {"usual": 20}, None),
        (None, 99, {"usual": 20}, None),
        (None, 3, {"least": 5, "most": 50}, 5),
        (None, 0, {"most": 50}, None),
        (30, None, {}, 30),
        (30, None, {"most": 20}, 20),
        (30, 10, {}, 10),
        (30, 99, {"usual": 20}, 30),
        (30, 3, {"least": 5}, 5),
        (3, 2, {"least": 5}, 3),
        (30, 0, {"most": 20}, 20),
    ],
)
def test_sizes_of_pages(
    page_size: int | None, limit: int | None, bounds: dict[str, int], sent: int | None
) -> None:
    from runtime import UNSET, fit_page_size

    size = UNSET if page_size is None else page_size
    found = fit_page_size(size, limit, **bounds)
    assert found == (UNSET if sent is None else sent)


def test_nothing_is_sent_before_the_first_iteration(post: Any, server: Server) -> None:
    linked(server, "?b", None)
    with post.Client(base_url=server.url) as client:
        pager = client.letters.list()
        assert repr(pager) == "Pager(GET /letters)"
        iterator = iter(pager)
        assert server.requests == []
        assert next(iterator).id == "L1"
        assert len(server.requests) == 1
        assert next(iterator).id == "L2"
        assert next(iterator, None) is None
    assert len(server.requests) == 2


def test_each_iteration_begins_anew(post: Any, server: Server) -> None:
    server.reply = Reply.json({"letters": letters("a")})
    with post.Client(base_url=server.url) as client:
        pager = client.letters.list()
        assert ids(list(pager)) == ids(list(pager)) == ["a"]
    assert len(server.requests) == 2


def test_pages_have_status_and_headers(drive: Drives, server: Server) -> None:
    pages = [{"letters": letters("a", "b"), "meta": {"next_page_url": "?p=2"}}]
    pages += [{"letters": letters("c", "d"), "meta": {"page": 7}}]

    def answer(path: str, query: Query) -> Reply:
        return Reply.json(pages["p" in query], headers={"X": "y"})

    script(server, answer)
    first, second = drive.pages(
        lambda client: client.letters.list(limit=3, page_size=9)
    )
    assert (first.number, ids(first.items)) == (1, ["a", "b"])
    assert (second.number, ids(second.items)) == (2, ["c"])
    assert (second.status, second.headers["x"]) == (200, "y")
    assert second.response.value.meta.page == 7
    assert ids(second.response.value.letters) == ["c", "d"]


def test_the_first_page_alone(drive: Drives, server: Server, post: Any) -> None:
    linked(server, "?b")
    assert ids(drive.first_page(lambda client: client.letters.list()).items) == ["L1"]
    assert len(server.requests) == 1
    with pytest.raises(post.InvalidArgumentError, match="limit"):
        drive.first_page(lambda client: client.letters.list(limit=0))


def test_the_request_is_a_value_as_ever(post: Any, server: Server) -> None:
    module = importlib.import_module("post_client.letters")
    server.reply = Reply.json({"letters": letters("a"), "meta": {"page": 3}})
    with post.Client(base_url=server.url) as client:
        request = module.list_letters(page_token="x", page=3)
        assert client.send(request).value.meta.page == 3
    assert targets(server) == ["/letters?Page=3&PageToken=x"]


# --- options


def test_options_are_those_of_each_request(drive: Drives, server: Server) -> None:
    linked(server, "?trace=1&p=2", "?p=3", None)
    found = drive.items(
        lambda client: client.letters.list(
            extra_headers={"X-Why": "y"}, extra_query={"trace": 1}, timeout=5
        )
    )
    assert len(found) == 3
    # What the server's URL has already is not said twice.
    assert [urlsplit(one).query for one in targets(server)] == [
        *("trace=1", "trace=1&p=2", "p=3&trace=1")
    ]
    assert all(one.headers["x-why"] == "y" for one in server.requests)


def test_an_argument_may_be_called_as_an_option(post: Any, server: Server) -> None:
    server.reply = Reply.json({"counters": [{"price": 1}]})
    with post.Client(base_url=server.url) as client:
        pager = client.counters.list(max_pages=1, options={"max_pages": 1})
        with pytest.raises(post.TooManyPagesError):
            list(pager)
    assert targets(server) == ["/counters?max_pages=1"]


# --- what goes wrong

FOREIGN = [
    "https://evil.test/letters",
    "http://evil.test/letters",
    "//evil.test/letters",
    "//{host}@evil.test/letters",
    "//evil.test@{host}/letters",
    "http://user:password@{host}/letters",
    "http://@{host}/letters",
    "https://{host}/letters",
    "ftp://{host}/letters",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:,x",
    "http://{name}/letters",
    "http://{name}:1/letters",
    "http://{name}:99999/letters",
    "http://{name}:x/letters",
    "http://{name}.evil.test:{port}/letters",
    "http://{name}.:{port}/letters",
    "http://localhost:{port}/letters",
    "http://[::1]:{port}/letters",
    "http://[::ffff:{name}]:{port}/letters",
    "http://[{name}/letters",
    "http:\\\\evil.test\\letters",
    "\\\\evil.test\\letters",
    "/\\evil.test/letters",
    "http://{host}\\@evil.test/letters",
    " http://evil.test/letters",
    "\thttp://evil.test/",
    "ht\ntp://evil.test/letters",
    "/letters?a=b\r\nX-Evil: 1",
    "/letters\u0000",
    "/l\u00ebtters",
    "http://\uff45vil.test/letters",
    "http://{name}\u3002evil.test/letters",
    "/letters?a=%ff",
]


@pytest.mark.parametrize("link", FOREIGN)
def test_no_request_leaves_the_server(drive: Drives, server: Server, link: str) -> None:
    name, port = server.address.split(":")
    link = link.format(host=server.address, name=name, port=port)
    with Server() as foreign:
        linked(server, link.replace("evil.test", foreign.address), None)
        found, error = drive.gathered(lambda client: client.letters.list())
        assert foreign.requests == []
    assert ids(found) == ["L1"]
    assert type(error).__name__ == "ForeignPageError"
    assert len(server.requests) == 1
    assert getattr(error, "page", None) == 2
    assert str(error).endswith(f"(page 2, GET {server.url}/api/letters)")
    assert "evil" not in str(error) and "password" not in str(error)
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.page) == (str(error), 2)


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("HTTP://{host}/x", "/x"),
        ("http://{host}", "/"),
        ("http://{host}?a=b", "/?a=b"),
        ("http://{host}/x#fragment", "/x"),
        ("http://{host}/a/../../b", "/b"),
        ("//{host}//evil.test/x", "//evil.test/x"),
        ("/x?next=https://evil.test", "/x?next=https%3A%2F%2Fevil.test"),
        ("@evil.test/x", "/api/@evil.test/x"),
        (".evil.test/x", "/api/.evil.test/x"),
    ],
)
def test_only_path_and_query_are_taken_from_a_url(
    drive: Drives, server: Server, link: str, target: str
) -> None:
    linked(server, link.format(host=server.address), None)
    assert len(drive.items(lambda client: client.letters.list())) == 2
    assert targets(server)[1] == target


def test_a_foreign_link_of_a_header(drive: Drives, server: Server) -> None:
    with Server() as foreign:
        headers = {"Link": f'<{foreign.url}/stamps>; rel="next"'}
        server.reply = Reply.json([{"price": 1}], headers=headers)
        found, error = drive.gathered(lambda client: client.stamps.list())
        assert foreign.requests == []
    assert len(found) == 1
    assert type(error).__name__ == "ForeignPageError"


def test_a_link_that_is_not_needed_is_not_looked_at(
    drive: Drives, server: Server
) -> None:
    linked(server, "https://evil.test/")
    assert len(drive.items(lambda client: client.letters.list(limit=1))) == 1


@pytest.mark.parametrize("links", [("?",), ("/api/letters",), ("?a", "?b", "?a")])
def test_a_page_that_was_there_before(
    drive: Drives, server: Server, links: tuple[str, ...]
) -> None:
    linked(server, *links, *[None] * 3)
    found, error = drive.gathered(lambda client: client.letters.list())
    assert type(error).__name__ == "RepeatedPageError"
    assert len(found) == len(server.requests) == len(links)


def test_a_cursor_that_was_there_before(drive: Drives, server: Server) -> None:
    data = {"data": letters("a"), "last_id": "a", "has_more": True}
    server.reply = Reply.json(data)
    found, error = drive.gathered(lambda client: client.parcels.list())
    assert type(error).__name__ == "RepeatedPageError"
    assert len(found) == len(server.requests) == 2


def test_an_endless_server_is_stopped(drive: Drives, server: Server) -> None:
    linked(server, *(f"?p={number}" for number in range(100)))
    found, error = drive.gathered(lambda client: client.letters.list(max_pages=7))
    assert type(error).__name__ == "TooManyPagesError"
    assert getattr(error, "page", None) == 8
    assert len(found) == len(server.requests) == 7


def test_no_more_pages_than_allowed_are_no_error(drive: Drives, server: Server) -> None:
    linked(server, "?p=2", "?p=3", None)
    assert len(drive.items(lambda client: client.letters.list(max_pages=3))) == 3


def test_empty_pages_lead_on(drive: Drives, server: Server) -> None:
    def answer(path: str, query: Query) -> Reply:
        number = int(query.get("p", "0"))
        found: dict[str, Any] = {"meta": {"next_page_url": f"?p={number + 1}"}}
        if number in (1, 2):
            found["letters"] = [[], None][number - 1]
        if number == 3:
            found = {"letters": letters("a")}
        return Reply.json(found)

    script(server, answer)
    assert ids(drive.items(lambda client: client.letters.list())) == ["a"]
    assert len(server.requests) == 4


@pytest.mark.parametrize("status", [404, 429, 500])
def test_a_page_that_fails_is_named(drive: Drives, server: Server, status: int) -> None:
    def answer(path: str, query: Query) -> Reply:
        if query:
            return Reply.json({"message": "no"}, status)
        return Reply.json({"letters": letters("a"), "meta": {"next_page_url": "?p=2"}})

    script(server, answer)
    found, error = drive.gathered(lambda client: client.letters.list(retries=0))
    assert ids(found) == ["a"]
    assert getattr(error, "status", None) == status
    assert "page 2" in str(error)
    assert len(server.requests) == 2


def test_the_options_of_a_call_are_for_each_page(drive: Drives, server: Server) -> None:
    busy = Reply.json({}, 429, headers={"Retry-After": "0"})
    page = Reply.json({"letters": letters("a"), "meta": {"next_page_url": "?p=2"}})
    last = Reply.json({"letters": letters("b")})
    replies = iter([busy, page, busy, last])
    script(server, lambda path, query: next(replies))
    found = drive.items(
        lambda client: client.letters.list(
            retries=1, deadline=20, extra_headers={"X-Own": "1"}
        )
    )
    assert ids(found) == ["a", "b"]
    assert [one.headers["x-own"] for one in server.requests] == ["1"] * 4


def test_redirects_do_not_hide_that_a_page_was_there(post: Any, server: Server) -> None:
    def answer(path: str, query: Query) -> Reply:
        if path == "/letters":
            number = len(server.requests)
            return Reply.json({}, 307, headers={"Location": f"/at/{number}/{number}"})
        link = "../../letters"
        return Reply.json({"letters": letters("a"), "meta": {"next_page_url": link}})

    script(server, answer)
    with post.Client(base_url=server.url, follow_redirects=True) as client:
        pages = client.letters.list().pages()
        # Relative URLs are those of the place that the page came from.
        assert next(pages).response.url == f"{server.url}/at/1/1"
        with pytest.raises(post.RepeatedPageError):
            next(pages)
    assert targets(server) == ["/letters", "/at/1/1"]


def test_what_is_unset_leads_nowhere() -> None:
    from runtime import UNSET, NextCursor, NextUrl, Request, Response
    from runtime.calls import reads
    from runtime.pages import Pages, Turn

    request: Request[Any] = Request(method="GET", server="", path="/a", read=reads())
    response: Response[Any] = Response(value={}, status=200)
    turn: Turn[Any, Any] = Turn(request=request, response=response, items=[], so_far=0)
    ways: list[Pages[Any, Any]] = [
        NextUrl(items=lambda page: UNSET, url=lambda page: UNSET),
        NextCursor(
            items=lambda page: UNSET,
            parameter="after",
            cursor=lambda page: UNSET,
            more=lambda page: UNSET,
        ),
    ]
    assert [way.following(turn) for way in ways] == [None, None]


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ({"letters": {"a": 1}}, "a page has something else than a list"),
        ({"letters": "abc"}, "a page has something else than a list"),
        ({"letters": [], "meta": "soon"}, "a page is not as the API describes it"),
        ({"letters": [], "meta": {"next_page_url": 7}}, "URL is no text"),
        ({"letters": [], "meta": {"next_page_url": ["a"]}}, "URL is no text"),
        ([], "is read from an object"),
    ],
)
def test_a_page_that_is_not_as_described(
    drive: Drives, server: Server, page: object, message: str
) -> None:
    server.reply = Reply.json(page)
    _, error = drive.gathered(lambda client: client.letters.list())
    assert message in str(error)
    assert len(server.requests) == 1


@pytest.mark.parametrize("cursor", [None, "", {"a": 1}, ["a"]])
def test_more_without_a_way_there_is_an_error(
    drive: Drives, server: Server, cursor: object
) -> None:
    data = {"data": letters("a"), "last_id": cursor, "has_more": True}
    server.reply = Reply.json(data)
    found, error = drive.gathered(lambda client: client.parcels.list())
    assert type(error).__name__ == "PagingError"
    assert len(found) == len(server.requests) == 1


def test_credentials_are_put_on_every_page(post: Any, server: Server) -> None:
    from runtime import ApiKeyAuth, BaseClient, Credential, NextUrl, Pager, Request
    from runtime.calls import reads
    from runtime.configuration import settings

    linked(server, "?key=echoed&p=2", "?p=3", None)
    key = ApiKeyAuth("query", "key", Credential("key", "secret"))
    given = settings(
        schemes={"key": key},
        base_url=server.url,
        timeout=5,
        deadline=5,
        retries=0,
        max_response_bytes=10_000,
        follow_redirects=False,
        user_agent="test",
        hooks=(),
        strict=False,
        on_drift=None,
    )
    request: Request[Any] = Request(
        method="GET", server="", path="/a", read=reads(), security=(("key",),)
    )
    pages: NextUrl[Any, Any] = NextUrl(
        items=lambda page: page["letters"],
        url=lambda page: page["meta"]["next_page_url"],
    )
    with BaseClient(given, None) as client:
        assert len(list(Pager(client, request, pages))) == 3
    assert targets(server) == [
        *("/a?key=secret", "/a?key=echoed&p=2", "/a?p=3&key=secret")
    ]


# --- the header Link


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("", {}),
        ("<a>; rel=next", {"next": "a"}),
        ('<a>; rel="next"', {"next": "a"}),
        (
            '<a>;rel="prev", <b>;REL="Next Last"',
            {"prev": "a", "next": "b", "last": "b"},
        ),
        ('<a>; rel="next", <b>; rel="next"', {"next": "a"}),
        ('<a>; title="rel=next"; rel=prev', {"prev": "a"}),
        ('<a>; title="x\\", <b>; rel=next"; rel=prev', {"prev": "a"}),
        ("<a,b;c>; rel=next", {"next": "a,b;c"}),
        ("<a>; rel=next; rel=prev", {"next": "a"}),
        ("<a>; anchor=b; rel=next", {}),
        ("<a>; rel; x ; rel=next", {}),
        ("<a>;;; rel=next", {"next": "a"}),
        (",, <a>; rel=next ,,", {"next": "a"}),
        ("<a; rel=next", {}),
        ("a; rel=next", {}),
        ("<a>; rel=prev junk <b>; rel=next", {"prev": "a"}),
        ("<>; rel=next", {"next": ""}),
    ],
)
def test_link_headers_are_read(header: str, found: dict[str, str]) -> None:
    from runtime.headers import Headers
    from runtime.links import links

    assert links(Headers([("Link", header)])) == found


@pytest.mark.parametrize("piece", ["<", ";", "<a>;", '<a>; x="', '\\"', ", ", "; a"])
def test_a_long_header_is_read_soon(piece: str) -> None:
    import time

    from runtime.headers import Headers
    from runtime.links import links

    started = time.process_time()
    links(Headers([("Link", "<a>" + piece * 30_000)]))
    assert time.process_time() - started < 1
