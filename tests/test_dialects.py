"""What Twilio's documents say beyond OpenAPI."""

from __future__ import annotations

from pathlib import Path

from generator.codes import Code
from generator.config import SpecConfig
from generator.diagnostics import Diagnostics
from generator.model import Api, Enumeration, FormBody, Lifecycle, Record, Sensitivity
from generator.understand import read

DOCUMENT = """\
openapi: 3.0.1
info: {title: T, version: "1", x-twilio: {apiStandards: v0.1}}
servers: [{url: https://a.test}]
paths:
  /v1/Things:
    post:
      operationId: CreateThing
      x-maturity: [Beta]
      x-twilio:
        conditional: [[body, media_url], [from], [nothing]]
        newThing: 1
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              properties:
                Body: {type: string, x-twilio: {pii: {handling: sensitive, deleteSla: 30}}}
                MediaUrl:
                  type: array
                  items: {type: string, format: date-time, x-twilio: {ignoreFormat: true}}
                From: {type: string, x-twilio: {pii: {handling: standard}}}
      responses: {"204": {description: d}}
components:
  schemas:
    a.b.thing: {type: object, properties: {kind: {$ref: "#/components/schemas/thing_enum_kind"}}}
    thing_enum_kind: {type: string, enum: [x]}
"""


def model(path: Path, text: str) -> tuple[Api, Diagnostics]:
    path.write_text(text, encoding="utf-8")
    found = Diagnostics()
    return read(SpecConfig(path, ("v1",)), found), found


def test_twilio(tmp_path: Path) -> None:
    api, found = model(tmp_path / "spec.yaml", DOCUMENT)
    (things,) = api.root.children
    (operation,) = things.operations
    assert operation.verb == ("create",)
    assert operation.doc.lifecycle is Lifecycle.BETA
    groups = [[wire.raw for wire in group] for group in operation.at_least_one_of]
    assert groups == [["Body", "MediaUrl"]]
    assert isinstance(operation.body, FormBody)
    fields = {field.name.wire.raw: field for field in operation.body.fields}
    assert fields["Body"].sensitivity == Sensitivity(30)
    assert fields["From"].sensitivity is None
    # The only member of a group has to be given.
    assert {wire: field.required for wire, field in fields.items()} == {
        "Body": False,
        "From": True,
        "MediaUrl": False,
    }
    assert "date-time" not in repr(fields["MediaUrl"].type)
    words = {type(one): one.name.words for one in api.types}
    assert words == {Record: ("thing",), Enumeration: ("thing", "kind")}
    messages = [one.message for one in found.found if one.code is Code.DIALECT]
    assert len(messages) == 2
    assert any("x-twilio.newThing" in message for message in messages)
    assert any("nothing" in message for message in messages)


def test_other_documents_are_read_without_extensions(tmp_path: Path) -> None:
    text = DOCUMENT.replace(", x-twilio: {apiStandards: v0.1}", "")
    api, found = model(tmp_path / "spec.yaml", text)
    (operation,) = api.root.children[0].operations
    assert operation.at_least_one_of == ()
    assert operation.doc.lifecycle is Lifecycle.STABLE
    assert found.found == []
