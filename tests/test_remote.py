"""References to other hosts: who is spoken to, what is sent, and what is believed."""

from __future__ import annotations

import hashlib
import os
import socket
import ssl
import threading
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from generator.diagnostics import Diagnostics
from generator.document import Document
from generator.reading import files
from generator.reading.addresses import Origin, Url, is_public
from generator.reading.connect import Network, system_trust
from generator.reading.files import Files, Refused
from generator.reading.remote import Remote
from tests.certificate import self_signed
from tests.server import Reply, Server

CONTENT = b"type: string\n"
SHA256 = hashlib.sha256(CONTENT).hexdigest()

# --- a small world: some names, all of them on the loopback interface

NAMES = {
    "a.example": ["127.0.0.1"],
    "b.example": ["127.0.0.1"],
    "xn--bcher-kva.example": ["127.0.0.1"],
    "private.example": ["10.0.0.1"],
    "mixed.example": ["127.0.0.1", "10.0.0.1"],
}


class World:
    """Knows names, and counts how often it was asked for one."""

    def __init__(self, names: Mapping[str, Sequence[str]] = NAMES) -> None:
        self.names = dict(names)
        self.asked: list[str] = []

    def addresses(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        if host not in self.names:
            raise OSError
        return self.names[host]

    def network(self, trust: Callable[[], ssl.SSLContext] = system_trust) -> Network:
        """The real rules, but for the one address that the test server has."""
        return Network(
            addresses=self.addresses,
            is_public=lambda address: address == "127.0.0.1" or is_public(address),
            trust=trust,
        )


@pytest.fixture
def site(server: Server) -> Server:
    server.reply = Reply.of(200, CONTENT)
    return server


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return tmp_path / "clientsmith.lock"


def port_of(server: Server) -> int:
    return int(server.address.rpartition(":")[2])


def at(server: Server, host: str, path: str = "/x.yaml") -> str:
    return f"http://{host}:{port_of(server)}{path}"


def remote_for(
    server: Server,
    lock: Path,
    *hosts: str,
    world: World | None = None,
    update: bool = False,
    limit: int = 1000,
    seconds: float = 5.0,
) -> Remote:
    """Allows the hosts, at the port of the server and without encryption."""
    return Remote(
        [at(server, host, "") for host in hosts or ("a.example",)],
        lock,
        update=update,
        limit=limit,
        seconds=seconds,
        network=(world or World()).network(),
    )


def refusal(remote: files.Remote, url: str) -> str:
    """Message and hint."""
    with pytest.raises(Refused) as caught:
        remote.read(url)
    return f"{caught.value.message} ({caught.value.hint})"


def answer_by_path(server: Server, replies: Mapping[str, Reply]) -> None:
    def choose() -> None:
        server.reply = replies[server.requests[-1].line.split(" ")[1]]

    server.before_reply = choose


def moved(location: str, status: int = 302) -> Reply:
    return Reply.of(status, b"", headers={"Location": location})


# --- what is sent


def test_a_document_is_fetched_and_nothing_is_given_away(
    site: Server, lock: Path
) -> None:
    assert remote_for(site, lock).read(at(site, "a.example", "/x?y=z#w")) == CONTENT
    assert site.only.line == "GET /x?y=z HTTP/1.1"
    assert site.only.headers == {
        "host": f"a.example:{port_of(site)}",
        "accept": "*/*",
        "accept-encoding": "identity",
        "connection": "close",
        "user-agent": "clientsmith",
    }


def test_no_proxy_is_used(
    site: Server, lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert remote_for(site, lock).read(at(site, "a.example")) == CONTENT


def test_other_scripts_are_written_as_hosts_know_them(site: Server, lock: Path) -> None:
    remote = remote_for(site, lock, "BÜCHER.example")
    assert remote.read(at(site, "bücher.Example", "/ü")) == CONTENT
    assert site.only.line == "GET /%C3%BC HTTP/1.1"
    assert site.only.headers["host"].startswith("xn--bcher-kva.example:")


def test_the_files_of_a_run_come_from_here(site: Server, lock: Path) -> None:
    document = Document("openapi.yaml", "", {})
    remote = remote_for(site, lock)
    url = at(site, "a.example")
    part = Files(document, Diagnostics(), remote=remote).read("openapi.yaml", url, url)
    assert part.value == {"type": "string"}


# --- who is spoken to


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:0:127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::808:808",
        "100::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:808:808::",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%1",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
        "localhost",
        "127.1",
        "2130706433",
        "",
    ],
)
def test_what_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"],
)
def test_what_is_public(address: str) -> None:
    assert is_public(address)


LOCAL = ["127.0.0.1", "LocalHost", "[::1]", "[::ffff:127.0.0.1]", "[0:0::1]"]


@pytest.mark.parametrize("host", LOCAL)
def test_a_private_address_is_refused_even_if_it_is_allowed(
    site: Server, lock: Path, host: str
) -> None:
    """With the real resolver and the real rules."""
    remote = Remote([at(site, host, "")], lock)
    assert "is not a public one" in refusal(remote, at(site, host))
    assert site.requests == []


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "127.0.0.2",
        "169.254.169.254",
        "::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
    ],
)
def test_a_redirect_to_a_private_address_is_refused(
    site: Server, lock: Path, address: str
) -> None:
    """Even by a name that is allowed."""
    site.reply = moved(at(site, "b.example"))
    world = World({**NAMES, "b.example": [address]})
    remote = remote_for(site, lock, "a.example", "b.example", world=world)
    problem = refusal(remote, at(site, "a.example"))
    assert f"the address {address} is not a public one" in problem
    assert len(site.requests) == 1


SPELLINGS = [
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "017700000001",
    "127.0.0.1.",
    "localhost.",
    "a.example.",
    "[127.0.0.1]",
    "[::1%25lo]",
    "[a.example]",
    "a.example:0",
    "a.example:65536",
    "a.example:-1",
    "a..example",
    "*.example",
    "%61.example",
    "-a.example",
    "a b.example",
    "a.example\\.b.example",
    "user@a.example",
    "user:secret@a.example",
    "a.example:80@b.example",
    "@a.example",
    "a.example\n",
    "\x00a.example",
    f"{'a.' * 200}example",
    "",
]


@pytest.mark.parametrize("host", SPELLINGS)
def test_what_is_no_host(site: Server, lock: Path, host: str) -> None:
    with pytest.raises(ValueError, match="is not a host: "):
        Remote([host], lock)
    world = World()
    remote = remote_for(site, lock, world=world)
    assert "is not fetched" in refusal(remote, f"http://{host}/x")
    assert world.asked == []


@pytest.mark.parametrize(
    "host", [host for host in SPELLINGS if host.strip() == host != ""]
)
def test_redirects_to_what_is_no_host(site: Server, lock: Path, host: str) -> None:
    site.reply = moved(f"http://{host}/x")
    problem = refusal(remote_for(site, lock), at(site, "a.example"))
    assert "redirects to what we do not fetch" in problem
    assert "secret" not in problem
    assert len(site.requests) == 1


@pytest.mark.parametrize("host", ["a.example/x", "a.example?x", "a.example#x"])
def test_only_hosts_are_allowed_and_not_parts_of_them(lock: Path, host: str) -> None:
    with pytest.raises(ValueError, match="more than a host and a port"):
        Remote([host], lock)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/hosts",
        "ftp://a.example/x",
        "gopher://a.example/x",
        "data:text/plain,x",
        "//a.example/x",
        "x.yaml",
        "https:/a.example/x",
        "http://[::1",
    ],
)
def test_other_urls_are_refused(site: Server, lock: Path, url: str) -> None:
    assert "is not fetched" in refusal(remote_for(site, lock), url)


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("A.Example", "https://a.example/"),
        ("a.example:443", "https://a.example/"),
        ("a.example:8443", "https://a.example:8443/"),
        ("http://a.example:80/", "http://a.example/"),
        ("HTTP://a.example:8080", "http://a.example:8080/"),
        ("8.8.8.8", "https://8.8.8.8/"),
        ("2606:4700:0::1111", "https://[2606:4700::1111]/"),
        ("[2606:4700::1111]:8443", "https://[2606:4700::1111]:8443/"),
        ("EXAMPLE。com", "https://example.com/"),
    ],
)
def test_what_a_host_stands_for(text: str, means: str) -> None:
    origin = Origin.parse(text)
    assert str(Url(origin, "/")) == means
    assert Origin.parse(str(origin)) == origin, "a hint can be followed"


@pytest.mark.parametrize(
    ("allowed", "url", "hint"),
    [
        ("a.example", "http://a.example/x", "--allow-remote http://a.example)"),
        ("http://a.example", "https://a.example/x", "--allow-remote a.example)"),
        ("a.example", "https://a.example:8443/x", "--allow-remote a.example:8443)"),
        ("a.example:8443", "https://a.example/x", "--allow-remote a.example)"),
        ("a.example", "https://x.a.example/x", "--allow-remote x.a.example)"),
        ("a.example", "https://aa.example/x", "--allow-remote aa.example)"),
        ("a.example", "https://b.example/a.example", "--allow-remote b.example)"),
    ],
)
def test_a_host_stands_for_itself_alone(
    lock: Path, allowed: str, url: str, hint: str
) -> None:
    world = World()
    remote = Remote([allowed], lock, network=world.network())
    problem = refusal(remote, url)
    assert "is not allowed" in problem
    assert problem.endswith(hint)
    assert world.asked == [], "not even the name is looked up"


def test_one_private_address_among_others_is_enough(site: Server, lock: Path) -> None:
    remote = remote_for(site, lock, "mixed.example", "private.example", "none.example")
    assert "10.0.0.1 is not a public" in refusal(remote, at(site, "mixed.example"))
    assert "10.0.0.1 is not a public" in refusal(remote, at(site, "private.example"))
    assert "no address is known" in refusal(remote, at(site, "none.example"))
    assert site.requests == []


def test_a_name_is_resolved_once(
    site: Server, lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was checked is what is connected to: a second answer may be another."""

    def never(*_: object, **__: object) -> list[object]:
        raise AssertionError("a second resolution")

    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        monkeypatch.setattr(socket, name, never)
    world = World()
    assert remote_for(site, lock, world=world).read(at(site, "a.example")) == CONTENT
    assert world.asked == ["a.example"]


def test_the_next_address_is_tried(site: Server, lock: Path) -> None:
    world = World({"a.example": ["127.0.0.2", "127.0.0.1"]})
    network = Network(world.addresses, lambda address: True)
    remote = Remote([at(site, "a.example", "")], lock, network=network)
    assert remote.read(at(site, "a.example")) == CONTENT


# --- redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_to_what_is_allowed(
    site: Server, lock: Path, status: int
) -> None:
    replies = {
        "/x.yaml": moved("/y", status),
        "/y": moved(at(site, "b.example", "/z#fragment"), status),
        "/z": Reply.of(200, CONTENT),
    }
    answer_by_path(site, replies)
    world = World()
    remote = remote_for(site, lock, "a.example", "b.example", world=world)
    assert remote.read(at(site, "a.example")) == CONTENT
    assert world.asked == ["a.example", "a.example", "b.example"]
    remote.save()
    text = lock.read_text(encoding="utf-8")
    assert at(site, "a.example") in text
    assert "b.example" not in text, "the pin is for the URL that was asked for"


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://b.example/x", "`http://b.example` is not allowed"),
        ("//b.example/x", "`http://b.example` is not allowed"),
        ("http://a.example/x", "`http://a.example` is not allowed"),
        ("https://a.example/x", "`https://a.example` is not allowed"),
        ("http://169.254.169.254/latest", "`http://169.254.169.254` is not allowed"),
        ("file:///etc/hosts", "it is not a URL of https"),
        ("http://a.example@b.example/", "it has a user name"),
        ("http:\\\\b.example", "backslashes"),
        ("http://a.example\tb", "control characters"),
        ("/" + "x" * 8000, "longer than 8,000 characters"),
    ],
)
def test_redirects_elsewhere_are_refused(
    site: Server, lock: Path, location: str, reason: str
) -> None:
    site.reply = moved(location)
    assert reason in refusal(remote_for(site, lock), at(site, "a.example"))
    assert len(site.requests) == 1


def test_the_redirect_is_named(site: Server, lock: Path) -> None:
    site.reply = moved("https://b.example/y")
    assert refusal(remote_for(site, lock), at(site, "a.example")) == (
        f"`{at(site, 'a.example')}`, which redirects to `https://b.example/y`, cannot be"
        " fetched: `https://b.example` is not allowed"
        " (allow it if you trust it: --allow-remote b.example)"
    )


def test_redirects_end(site: Server, lock: Path) -> None:
    site.reply = moved("/x.yaml")
    remote = remote_for(site, lock)
    assert "more than 5 redirects" in refusal(remote, at(site, "a.example"))
    assert len(site.requests) == 6

    replies = {f"/{step}": moved(f"/{step + 1}") for step in range(5)}
    answer_by_path(site, {**replies, "/5": Reply.of(200, CONTENT)})
    assert remote.read(at(site, "a.example", "/0")) == CONTENT


# --- answers that are not believed


def raw(*lines: str, content: bytes = b"") -> Reply:
    """An answer that is sent as it stands; then the server hangs up."""
    head = "\r\n".join(("HTTP/1.1 200 OK", *lines, "", ""))
    return Reply(head.encode() + content, hangs_up=True)


CHUNKED = "Transfer-Encoding: chunked"

ANSWERS = {
    "too large, and it says so": (
        raw("Content-Length: 1001", content=b"x"),
        "larger than 1,000 bytes",
    ),
    "too large, without a word": (raw(content=b"x" * 1001), "larger than 1,000 bytes"),
    "too large, in chunks": (
        raw(
            CHUNKED, content=b"1f4\r\n" + b"x" * 500 + b"\r\n" + b"259\r\n" + b"x" * 601
        ),
        "larger than 1,000 bytes",
    ),
    "a chunk without an end": (
        raw(CHUNKED, content=b"-1\r\n" + b"x" * 2_000_000),
        "larger than 1,000 bytes",
    ),
    "shorter than it says": (
        raw("Content-Length: 20", content=CONTENT),
        "ends too early",
    ),
    "chunks that end too early": (
        raw(CHUNKED, content=b"5\r\nabcde\r\n"),
        "ends too early",
    ),
    "half a chunk": (raw(CHUNKED, content=b"5\r\nab"), "ends too early"),
    "no chunk": (raw(CHUNKED, content=b"zz\r\nab"), "broken HTTP"),
    "half a head": (Reply(b"HTTP/1.1 200 OK\r\nCont", hangs_up=True), "too early"),
    "nothing": (Reply(b"", hangs_up=True), "ends too early"),
    "an empty document": (Reply.of(200, b""), "is empty"),
    "HTTP/0.9": (Reply(CONTENT, hangs_up=True), "broken HTTP"),
    "no number": (Reply(b"HTTP/1.1 abc OK\r\n\r\n", hangs_up=True), "broken HTTP"),
    "too many headers": (raw(*["A: b"] * 200), "broken HTTP"),
    "gzip": (
        raw("Content-Encoding: gzip", "Content-Length: 1", content=b"x"),
        "compressed",
    ),
    "gzip on the way": (
        raw("Transfer-Encoding: gzip, chunked", content=b"0\r\n\r\n"),
        "coding",
    ),
    "an error": (Reply.of(404, CONTENT), "status 404"),
    "another success": (Reply.of(206, CONTENT), "status 206"),
    "moved, but where": (Reply.of(302, CONTENT), "status 302"),
    "a choice": (
        Reply.of(300, CONTENT, headers={"Location": "/y"}),
        "status 300",
    ),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_answers_that_are_refused(site: Server, lock: Path, case: str) -> None:
    site.reply, reason = ANSWERS[case]
    remote = remote_for(site, lock)
    problem = refusal(remote, at(site, "a.example"))
    assert problem.startswith(f"`{at(site, 'a.example')}` cannot be fetched: ")
    assert reason in problem
    remote.save()
    assert not lock.exists()


@pytest.mark.parametrize(
    "reply",
    [
        raw("Content-Length: 1000", content=b"x" * 1000),
        raw(content=b"x" * 1000),
        raw(CHUNKED, content=b"3e8\r\n" + b"x" * 1000 + b"\r\n0\r\n\r\n"),
        raw("Content-Encoding: Identity", "Content-Length: 1000", content=b"x" * 1000),
        Reply(b"HTTP/1.1 100 Continue\r\n\r\n" + raw(content=b"x" * 1000).raw, True),
    ],
)
def test_answers_that_are_just_right(site: Server, lock: Path, reply: Reply) -> None:
    site.reply = reply
    assert remote_for(site, lock).read(at(site, "a.example")) == b"x" * 1000


def test_nobody_is_there(site: Server, lock: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    url = f"http://a.example:{port}"
    remote = Remote([url], lock, network=World().network())
    assert "cannot be fetched: connection refused" in refusal(remote, url)


@contextmanager
def handler(handle: Callable[[socket.socket], None]) -> Generator[int]:
    """A server that does with each connection what a test says; gives its port."""

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                handle(connection)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)


@pytest.mark.parametrize(
    ("at_once", "dripping"),
    [
        (b"", b""),
        (b"", b"HTTP/1.1 200 OK"),
        (b"HTTP/1.1 200 OK\r\n", b"a"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
)
def test_a_server_that_drips(lock: Path, at_once: bytes, dripping: bytes) -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(at_once)
        end = time.monotonic() + 1.5
        while time.monotonic() < end:
            for byte in dripping:
                connection.sendall(bytes([byte]))
                time.sleep(0.01)
            time.sleep(0.01)

    with handler(drip) as port:
        url = f"http://a.example:{port}"
        network = World().network()
        remote = Remote([url], lock, limit=1000, seconds=0.3, network=network)
        begun = time.monotonic()
        assert "no full answer within 0.3 seconds" in refusal(remote, url)
        assert 0.25 < time.monotonic() - begun < 1.2


def test_redirects_do_not_win_time(lock: Path) -> None:
    def redirect_late(connection: socket.socket) -> None:
        time.sleep(0.2)
        connection.sendall(moved("/again").raw)

    with handler(redirect_late) as port:
        url = f"http://a.example:{port}"
        network = World().network()
        remote = Remote([url], lock, seconds=0.5, network=network)
        assert "within 0.5 seconds" in refusal(remote, url)


# --- what is remembered


def test_a_url_is_fetched_once(site: Server, lock: Path) -> None:
    remote = remote_for(site, lock)
    assert remote.read(at(site, "a.example")) == CONTENT
    site.reply = Reply.of(200, b"another")
    assert remote.read(at(site, "A.EXAMPLE", "/x.yaml#/y")) == CONTENT
    assert len(site.requests) == 1


def test_a_failure_happens_once(site: Server, lock: Path) -> None:
    site.reply = Reply.of(500, b"")
    remote = remote_for(site, lock)
    first = refusal(remote, at(site, "a.example"))
    assert refusal(remote, at(site, "a.example")) == first
    assert len(site.requests) == 1


def test_documents_have_one_limit_together(site: Server, lock: Path) -> None:
    remote = remote_for(site, lock, limit=2 * len(CONTENT))
    remote.read(at(site, "a.example", "/1"))
    remote.read(at(site, "a.example", "/2"))
    assert "larger than 26 bytes" in refusal(remote, at(site, "a.example", "/3"))


def test_the_lock_file(site: Server, lock: Path) -> None:
    remote = remote_for(site, lock)
    for path in ("/b", "/a"):
        remote.read(at(site, "a.example", path))
    assert not lock.exists(), "nothing is written before all went well"
    remote.save()
    written = f"""\
{{
  "documents": {{
    "http://a.example:{port_of(site)}/a": {{
      "bytes": 13,
      "sha256": "{SHA256}"
    }},
    "http://a.example:{port_of(site)}/b": {{
      "bytes": 13,
      "sha256": "{SHA256}"
    }}
  }},
  "version": 1
}}
"""
    assert lock.read_bytes() == written.encode()
    assert list(lock.parent.iterdir()) == [lock], "nothing is left over"


def test_the_lock_file_does_not_depend_on_the_order(site: Server, lock: Path) -> None:
    texts: list[bytes] = []
    for paths in (("/a", "/b"), ("/b", "/a")):
        lock.unlink(missing_ok=True)
        for path in paths:  # in two runs
            remote = remote_for(site, lock)
            remote.read(at(site, "a.example", path))
            remote.save()
        texts.append(lock.read_bytes())
    assert texts[0] == texts[1]


def test_a_lock_file_that_is_right_stays_untouched(site: Server, lock: Path) -> None:
    first, second = remote_for(site, lock), remote_for(site, lock)
    first.read(at(site, "a.example"))
    first.save()
    os.utime(lock, (1, 1))
    first.save()
    second.read(at(site, "a.example"))
    second.save()
    assert lock.stat().st_mtime == 1


def test_a_run_that_fetches_nothing_writes_nothing(site: Server, lock: Path) -> None:
    remote_for(site, lock).save()
    assert not lock.exists()


def test_what_has_changed_is_refused(site: Server, lock: Path) -> None:
    remote = remote_for(site, lock)
    remote.read(at(site, "a.example"))
    remote.read(at(site, "a.example", "/other"))
    remote.save()
    pinned = lock.read_bytes()

    site.reply = Reply.of(200, b"type: number\n")
    remote = remote_for(site, lock)
    problem = refusal(remote, at(site, "a.example"))
    assert f"13 bytes with SHA-256 {SHA256[:12]}... then" in problem
    assert problem.endswith("--update-lock)")
    remote.save()
    assert lock.read_bytes() == pinned

    remote = remote_for(site, lock, update=True)
    assert remote.read(at(site, "a.example")) == b"type: number\n"
    remote.save()
    assert remote_for(site, lock).read(at(site, "a.example")) == b"type: number\n"
    site.reply = Reply.of(200, CONTENT)
    other = remote_for(site, lock).read(at(site, "a.example", "/other"))
    assert other == CONTENT, "a pin that was not used stays"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"", "unexpected end"),
        (b"{", "unexpected end"),
        (b'{"version": 1,\n<<<<<<< ours', "in line 2"),
        (b'{"version": 1, "version": 1, "documents": {}}', "duplicate key"),
        (b"\xff", "not UTF-8"),
        (b"[" * 100_000, "nested"),
        (b"[]", "needs `version` and `documents`"),
        (b'{"documents": {}}', "needs `version` and `documents`"),
        (b'{"version": 1, "documents": []}', "needs `version` and `documents`"),
        (b'{"version": "1", "documents": {}}', "needs `version` and `documents`"),
        (b'{"version": 2, "documents": []}', "version 2, and we know 1 only"),
        (b'{"version": 1, "documents": {"u": 1}}', "the entry of `u` needs"),
        (b'{"version": 1, "documents": {"u": {"bytes": 1}}}', "the entry of `u` needs"),
        (
            b'{"version": 1, "documents": {"u": {"bytes": 1, "sha256": "ABC"}}}',
            "the entry of `u` needs",
        ),
    ],
)
def test_a_broken_lock_file(site: Server, lock: Path, text: bytes, reason: str) -> None:
    lock.write_bytes(text)
    remote = remote_for(site, lock, update=True)
    problem = refusal(remote, at(site, "a.example"))
    assert f"the lock file `{lock}` cannot be used: " in problem
    assert reason in problem
    assert "restore it" in problem
    remote.save()
    assert lock.read_bytes() == text
    assert site.requests == []


def test_a_lock_file_that_cannot_be_read(site: Server, lock: Path) -> None:
    lock.mkdir()
    problem = refusal(remote_for(site, lock), at(site, "a.example"))
    assert "cannot be used: is a directory" in problem


def test_a_lock_file_is_replaced_as_a_whole(
    site: Server, lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock.write_text('{"version": 1, "documents": {}}', encoding="utf-8")
    remote = remote_for(site, lock)
    remote.read(at(site, "a.example"))

    def fail(source: Path, target: Path) -> None:
        assert SHA256 in Path(source).read_text(encoding="utf-8"), "already complete"
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", fail)
        with pytest.raises(OSError, match="disk full"):
            remote.save()
    assert lock.read_text(encoding="utf-8") == '{"version": 1, "documents": {}}'
    assert list(lock.parent.iterdir()) == [lock]
    remote.save()
    assert SHA256 in lock.read_text(encoding="utf-8")


# --- encryption


@contextmanager
def secure(path: Path, reply: Reply, asked: list[str | None]) -> Generator[int]:
    """A server that shows a certificate, and notes the names that it is asked for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)

    def note(_: ssl.SSLObject, name: str | None, __: ssl.SSLContext) -> None:
        asked.append(name)

    context.sni_callback = note

    def handle(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as inner:
            inner.recv(10_000)
            inner.sendall(reply.raw)

    with handler(handle) as port:
        yield port


def trusting(path: Path) -> Callable[[], ssl.SSLContext]:
    """What `system_trust` makes, with one more authority."""

    def trust() -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=str(path))
        context.verify_flags |= ssl.VERIFY_X509_STRICT
        return context

    return trust


def test_the_certificate_must_be_one_for_the_name(lock: Path, tmp_path: Path) -> None:
    path = self_signed("a.example", tmp_path)
    network = World().network(trusting(path))
    asked: list[str | None] = []
    with secure(path, Reply.of(200, CONTENT), asked) as port:
        hosts = [f"a.example:{port}", f"b.example:{port}", f"127.0.0.1:{port}"]
        remote = Remote(hosts, lock, network=network)
        assert remote.read(f"https://a.example:{port}/x") == CONTENT
        problem = refusal(remote, f"https://b.example:{port}/x")
        assert "its certificate is not valid" in problem
        assert "b.example" in problem
    assert asked == ["a.example", "b.example"]


def test_the_certificate_must_be_from_somebody_we_trust(
    lock: Path, tmp_path: Path
) -> None:
    path = self_signed("a.example", tmp_path)
    with secure(path, Reply.of(200, CONTENT), []) as port:
        remote = Remote([f"a.example:{port}"], lock, network=World().network())
        problem = refusal(remote, f"https://a.example:{port}/x")
        assert "its certificate is not valid: self" in problem


def test_what_checks_certificates() -> None:
    trust = Network().trust()
    assert trust.check_hostname
    assert trust.verify_mode is ssl.CERT_REQUIRED
    assert trust.minimum_version >= ssl.TLSVersion.TLSv1_2


def test_encryption_is_not_given_up(site: Server, lock: Path, tmp_path: Path) -> None:
    """The same host without encryption is another one, to be allowed by itself."""
    path = self_signed("a.example", tmp_path)
    network = World().network(trusting(path))
    plain = at(site, "a.example")
    with secure(path, moved(plain), []) as port:
        url = f"https://a.example:{port}/x"
        remote = Remote([f"a.example:{port}"], lock, network=network)
        assert f"--allow-remote http://a.example:{port_of(site)}" in refusal(
            remote, url
        )
        assert site.requests == []
        both = [f"a.example:{port}", f"http://a.example:{port_of(site)}"]
        assert Remote(both, lock, network=network).read(url) == CONTENT


@pytest.mark.parametrize("reply", [raw(content=CONTENT), Reply(b"")])
def test_an_end_that_is_not_signed(lock: Path, tmp_path: Path, reply: Reply) -> None:
    """Without a length, only the end of the encryption tells that nothing is missing."""
    path = self_signed("a.example", tmp_path)
    with secure(path, reply, []) as port:
        network = World().network(trusting(path))
        remote = Remote([f"a.example:{port}"], lock, network=network)
        problem = refusal(remote, f"https://a.example:{port}/x")
        assert "ends too early" in problem


def test_a_server_without_encryption(lock: Path) -> None:
    with handler(
        lambda connection: connection.sendall(b"HTTP/1.1 400\r\n\r\n")
    ) as port:
        remote = Remote([f"a.example:{port}"], lock, network=World().network())
        problem = refusal(remote, f"https://a.example:{port}/x")
        assert "no secure connection" in problem
