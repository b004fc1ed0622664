"""The part of the client that is the same for every API.

    unset, enums, models, extra, drift    values, and reading and writing them
    deprecation                           what is on its way out
    times, durations, decimals, uuids     values of Python that JSON does not have
    formats                               the JSON that stands for them
    inspection, shapes, unions, trial     values compared with what is said of them
    values, sending, styles, paths        arguments as what stands for them on the wire
    bodies, multipart, uploads, calls     requests as values
    reading, unpacking, outcomes          what responses hold
    frames, streams, streaming            responses that are read while they arrive
    webhooks                              what the API sends
    flow                                  the life of a call, without input and output
    outgoing, failures                    its beginning, and its end if it is not a good one
    retries, deadlines, redirects         whether it goes on
    watching, hooks, telemetry            who is told of it
    links, pages, paging                  lists that come in pages
    clients, configuration, resources     the two drivers, and the chain that leads to them
    auth, tokens, presenting, redaction   credentials, and their protection
    errors                                what goes wrong
    transport, headers                    what carries requests
    httpx_transport, httpx_streams        the same on httpx2
    faking                                what only seems to, in tests

Whatever generated code uses is named here, and loaded when it is used; `places` says from
where.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .auth import ApiKeyAuth, BasicAuth, BearerAuth, Credential
    from .bodies import Form, Json, JsonFields, RawBody
    from .calls import CallOptions, ReadAs, Request, Response, read_nothing, reads
    from .clients import AsyncBaseClient, BaseClient
    from .configuration import settings
    from .deadlines import DEFAULT_DEADLINE, DEFAULT_TIMEOUT
    from .deprecation import deprecated
    from .drift import Drift, DriftHook
    from .enums import CaselessEnum, IntMembers, Members, OpenEnum, OpenIntEnum
    from .errors import (
        ApiError,
        AuthenticationError,
        BadRequestError,
        ConfigurationError,
        ConflictError,
        ConnectError,
        DecodeError,
        DriftError,
        ForeignPageError,
        InvalidArgumentError,
        MissingArgumentError,
        NotFoundError,
        PagingError,
        PermissionDeniedError,
        RateLimitError,
        RepeatedPageError,
        RequestTimeoutError,
        ResponseTooLargeError,
        ServerError,
        StatusError,
        TooManyPagesError,
        TransportError,
        UnexpectedContentTypeError,
        UnexpectedRedirectError,
        UnprocessableEntityError,
    )
    from .extra import put_extra, read_extra
    from .formats import (
        BASE64,
        DATE,
        DATE_TIME,
        DECIMAL,
        DURATION,
        EXACT_NUMBER,
        MAIL_TIME,
        TIME,
    )
    from .frames import EventFrames, JsonLines, JsonSequence, ServerSentEvent
    from .hooks import Attempt, AttemptHook, AttemptHooks, AttemptResult
    from .inspection import Inspector
    from .models import (
        JsonObject,
        Model,
        OpenModel,
        getter,
        put,
        put_caseless,
        put_date,
        put_date_time,
        put_json,
        put_text,
        reads_list,
        reads_map,
        reads_model,
        reads_nullable,
    )
    from .multipart import Multipart
    from .pages import (
        NextAfterLast,
        NextCursor,
        NextLink,
        NextNumber,
        NextOffset,
        NextUrl,
    )
    from .paging import AsyncPager, Page, Pager, PagerOptions, fit_page_size
    from .paths import expand, segment, styled_segment
    from .resources import AsyncResource, Resource
    from .retries import DEFAULT_RETRIES
    from .sending import sent_as
    from .shapes import (
        ANYTHING,
        BOOLEAN,
        INTEGER,
        NOTHING,
        NUMBER,
        TEXT,
        Shape,
        constant_shape,
        list_shape,
        map_shape,
        nullable_shape,
        tuple_shape,
    )
    from .streaming import AsyncStreaming, Streaming
    from .streams import StreamRequest, in_chunks, in_lines
    from .styles import Styled, json_text
    from .times import read_date, read_date_time
    from .tokens import ClientCredentials
    from .transport import AsyncTransport, HttpRequest, HttpResponse, Transport
    from .unions import later, one_of
    from .unpacking import DEFAULT_MAX_RESPONSE_BYTES
    from .unset import UNSET, Unset
    from .uploads import BinaryBody, File, FileLike
    from .uuids import UUID_TEXT
    from .values import Items, flatten, require_any
    from .webhooks import Parser, parse_event, parse_form, parser_of
else:
    from .lazy import lazy_attributes
    from .places import MODULES

    __getattr__, __dir__ = lazy_attributes(__name__, MODULES)

__all__ = [
    "ANYTHING",
    "BASE64",
    "BOOLEAN",
    "DATE",
    "DATE_TIME",
    "DECIMAL",
    "DEFAULT_DEADLINE",
    "DEFAULT_MAX_RESPONSE_BYTES",
    "DEFAULT_RETRIES",
    "DEFAULT_TIMEOUT",
    "DURATION",
    "EXACT_NUMBER",
    "INTEGER",
    "MAIL_TIME",
    "NOTHING",
    "NUMBER",
    "TEXT",
    "TIME",
    "UNSET",
    "UUID_TEXT",
    "ApiError",
    "ApiKeyAuth",
    "AsyncBaseClient",
    "AsyncPager",
    "AsyncResource",
    "AsyncStreaming",
    "AsyncTransport",
    "Attempt",
    "AttemptHook",
    "AttemptHooks",
    "AttemptResult",
    "AuthenticationError",
    "BadRequestError",
    "BaseClient",
    "BasicAuth",
    "BearerAuth",
    "BinaryBody",
    "CallOptions",
    "CaselessEnum",
    "ClientCredentials",
    "ConfigurationError",
    "ConflictError",
    "ConnectError",
    "Credential",
    "DecodeError",
    "Drift",
    "DriftError",
    "DriftHook",
    "EventFrames",
    "File",
    "FileLike",
    "ForeignPageError",
    "Form",
    "HttpRequest",
    "HttpResponse",
    "Inspector",
    "IntMembers",
    "InvalidArgumentError",
    "Items",
    "Json",
    "JsonFields",
    "JsonLines",
    "JsonObject",
    "JsonSequence",
    "Members",
    "MissingArgumentError",
    "Model",
    "Multipart",
    "NextAfterLast",
    "NextCursor",
    "NextLink",
    "NextNumber",
    "NextOffset",
    "NextUrl",
    "NotFoundError",
    "OpenEnum",
    "OpenIntEnum",
    "OpenModel",
    "Page",
    "Pager",
    "PagerOptions",
    "PagingError",
    "Parser",
    "PermissionDeniedError",
    "RateLimitError",
    "RawBody",
    "ReadAs",
    "RepeatedPageError",
    "Request",
    "RequestTimeoutError",
    "Resource",
    "Response",
    "ResponseTooLargeError",
    "ServerError",
    "ServerSentEvent",
    "Shape",
    "StatusError",
    "StreamRequest",
    "Streaming",
    "Styled",
    "TooManyPagesError",
    "Transport",
    "TransportError",
    "UnexpectedContentTypeError",
    "UnexpectedRedirectError",
    "UnprocessableEntityError",
    "Unset",
    "constant_shape",
    "deprecated",
    "expand",
    "fit_page_size",
    "flatten",
    "getter",
    "in_chunks",
    "in_lines",
    "json_text",
    "later",
    "list_shape",
    "map_shape",
    "nullable_shape",
    "one_of",
    "parse_event",
    "parse_form",
    "parser_of",
    "put",
    "put_caseless",
    "put_date",
    "put_date_time",
    "put_extra",
    "put_json",
    "put_text",
    "read_date",
    "read_date_time",
    "read_extra",
    "read_nothing",
    "reads",
    "reads_list",
    "reads_map",
    "reads_model",
    "reads_nullable",
    "require_any",
    "segment",
    "sent_as",
    "settings",
    "styled_segment",
    "tuple_shape",
]
