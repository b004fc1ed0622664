"""Neither the auth token nor the text of a message is shown anywhere."""

from __future__ import annotations

import json
import logging
import pickle
import time
import traceback
from typing import Any

import pytest
from runtime.redaction import mask
from twilio_client import ApiError, AsyncClient, Client
from twilio_client.proxy.v1.message_interactions import create_message_interaction

from tests.conftest import PARTICIPANT, SERVICE, SESSION
from tests.server import Reply, Server

TOKEN = "canary-token"
TEXT = 'canary "text"\\ äöü'


def _assert_hidden(*shown: str) -> None:
    for text in shown:
        assert "canary" not in text
        assert "Y2FuYXJ5" not in text  # "canary" in base64, where it begins a group


def _twice(text: str) -> str:
    """The text as it is in a text of JSON that is in a text of JSON."""
    return json.dumps(json.dumps({"body": text}))


ECHOES = [
    Reply.json({"message": f"received {json.dumps({'body': TEXT})}"}, 400),
    Reply.of(400, f'{{"message": {_twice(TEXT)}}}'.encode()),
    Reply.of(400, f'{{"message": "{TEXT[:20]}..."}}'.encode(), "text/plain"),
    Reply.of(500, b"canary+%22text%22%5c+%c3%a4%c3%b6%c3%bc", "text/html"),
    Reply.of(500, b"canary &quot;text&#34;\\ \xc3\xa4\xc3\xb6&#252;", "text/html"),
    Reply.json({"message": f"cut off: {TEXT[:13]}"}, 409),
    Reply.json({"message": "x"}, 404, headers={"X-Request-Id": TOKEN}),
    Reply.json({"message": f"bad text: {TEXT}", "code": TEXT}, 400),
    Reply.json({"detail": f"{TEXT} {TOKEN}"}, 422),
    Reply.of(400, f"Body={TEXT}".encode(), "text/plain"),
    Reply.of(500, b"Body=canary+%22text%22%5C+%C3%A4%C3%B6%C3%BC", "text/plain"),
    Reply.of(200, json.dumps({"data": TEXT}).encode()[:-4]),
    Reply.of(200, json.dumps({"data": TEXT}).encode(), "text/html"),
    Reply.of(200, json.dumps([TEXT]).encode()),
    Reply(b"", hangs_up=True),
]


@pytest.mark.parametrize("reply", ECHOES)
def test_errors(server: Server, reply: Reply, caplog: pytest.LogCaptureFixture) -> None:
    server.reply = reply
    caplog.set_level(logging.DEBUG)
    logging.getLogger("twilio_client").setLevel(logging.DEBUG)
    with Client("AC1", TOKEN, base_url=server.url) as twilio:
        request = create_message_interaction(SERVICE, SESSION, PARTICIPANT, body=TEXT)
        with pytest.raises(ApiError) as caught:
            twilio.send(request)
    assert b"canary" in server.only.body
    error = caught.value
    _assert_hidden(
        str(error),
        repr(error),
        repr(error.args),
        repr(vars(error)),
        repr(pickle.dumps(error)),
        "".join(traceback.format_exception(error)),
    )
    inner = error.__cause__ or error.__context__
    while inner is not None:
        _assert_hidden(str(inner), repr(inner), repr(vars(inner)))
        inner = inner.__cause__ or inner.__context__
    assert any(record.name == "twilio_client" for record in caplog.records)
    for record in caplog.records:
        if "receive_response_headers" in record.getMessage():
            continue  # the transport's, of what the server has put into its headers
        _assert_hidden(record.getMessage(), repr(record.args), repr(record.exc_info))


def test_a_media_type_that_repeats_the_token(server: Server) -> None:
    server.reply = Reply.of(200, b"", f"text/{TOKEN}")
    with Client("AC1", TOKEN, base_url=server.url) as twilio:
        request = create_message_interaction(SERVICE, SESSION, PARTICIPANT, body=TEXT)
        with pytest.raises(ApiError, match="text/") as caught:
            twilio.send(request)
    error = caught.value
    _assert_hidden(
        str(error), repr(error), repr(vars(error)), repr(pickle.dumps(error))
    )


def test_values(server: Server, example: dict[str, Any]) -> None:
    example["data"] = json.dumps({"body": TEXT})
    server.reply = Reply.json(example, headers={"Set-Cookie": "canary"})
    with Client("AC1", TOKEN, base_url=server.url) as twilio:
        request = create_message_interaction(SERVICE, SESSION, PARTICIPANT, body=TEXT)
        response = twilio.send(request)
        shown = [twilio, twilio.proxy.v1, request, request.body, response]
        shown += [response.value, response.headers, vars(twilio)]
        shown += [AsyncClient("AC1", TOKEN), AsyncClient("AC1", TOKEN).proxy.v1]
        _assert_hidden(*map(repr, shown), *map(str, shown))
    assert response.value.data == example["data"]
    assert "data=***" in repr(response.value)


def test_the_server_did_receive_it(server: Server, example: dict[str, Any]) -> None:
    server.reply = Reply.json(example)
    with Client("AC1", TOKEN, base_url=server.url) as twilio:
        twilio.send(
            create_message_interaction(SERVICE, SESSION, PARTICIPANT, body=TEXT)
        )
    assert b"canary" in server.only.body


def test_masking_leaves_the_rest() -> None:
    secrets = ("a", "secret text", "")
    assert mask("a cat has a secret", secrets) == "*** cat has *** secret"
    assert mask("the secret text.", secrets) == "the ***."
    assert mask("nothing here", ()) == "nothing here"


def test_masking_beyond_the_first_plane() -> None:
    secret = "a \U0001f511 is mine"
    for text in (secret, json.dumps(secret), json.dumps(json.dumps(secret))):
        assert "mine" not in mask(text, (secret,))


def test_masking_ends_soon() -> None:
    started = time.process_time()
    mask("\\\\" * 2000 + "x" * 2000, ("\\" * 500 + "y", "\\x" * 500, "x" * 1600))
    assert time.process_time() - started < 2
