"""The part of the client that is the same for every API.

    unset, enums, models, times, drift    values, and reading and writing them
    values, paths, headers, calls         requests as values
    flow                                  the life of a call, without input and output
    clients, resources                    the two drivers, and the chain that leads to them
    auth, redaction, errors               credentials, their protection, what goes wrong
    transport, httpx_transport            what carries requests

Whatever generated code uses is named here, and loaded when it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .auth import BasicAuth, Credential
    from .calls import (
        CallOptions,
        Form,
        Request,
        Response,
        flatten,
        read_nothing,
        reads,
    )
    from .clients import DEFAULT_TIMEOUT, AsyncBaseClient, BaseClient, settings
    from .drift import Drift, DriftHook, Inspector
    from .enums import Members, OpenEnum
    from .errors import (
        ApiError,
        AuthenticationError,
        BadRequestError,
        ConfigurationError,
        ConflictError,
        ConnectError,
        DecodeError,
        DriftError,
        InvalidArgumentError,
        MissingArgumentError,
        NotFoundError,
        PermissionDeniedError,
        RateLimitError,
        RequestTimeoutError,
        ServerError,
        StatusError,
        TransportError,
        UnexpectedContentTypeError,
        UnexpectedRedirectError,
        UnprocessableEntityError,
    )
    from .headers import Headers
    from .models import (
        JsonObject,
        Model,
        getter,
        put,
        put_date,
        put_date_time,
        put_json,
        put_text,
        reads_list,
        reads_map,
        reads_model,
    )
    from .paths import expand, segment
    from .resources import AsyncResource, Resource
    from .times import read_date, read_date_time
    from .transport import AsyncTransport, HttpRequest, HttpResponse, Transport
    from .unset import UNSET, Unset
    from .values import Items, require_any
else:
    from .lazy import lazy_attributes

    __getattr__, __dir__ = lazy_attributes(
        __name__,
        {
            "ApiError": ".errors",
            "AsyncBaseClient": ".clients",
            "AsyncResource": ".resources",
            "AsyncTransport": ".transport",
            "AuthenticationError": ".errors",
            "BadRequestError": ".errors",
            "BaseClient": ".clients",
            "BasicAuth": ".auth",
            "CallOptions": ".calls",
            "ConfigurationError": ".errors",
            "ConflictError": ".errors",
            "ConnectError": ".errors",
            "Credential": ".auth",
            "DEFAULT_TIMEOUT": ".clients",
            "DecodeError": ".errors",
            "Drift": ".drift",
            "DriftError": ".errors",
            "DriftHook": ".drift",
            "Form": ".calls",
            "Headers": ".headers",
            "HttpRequest": ".transport",
            "HttpResponse": ".transport",
            "Inspector": ".drift",
            "InvalidArgumentError": ".errors",
            "Items": ".values",
            "JsonObject": ".models",
            "Members": ".enums",
            "MissingArgumentError": ".errors",
            "Model": ".models",
            "NotFoundError": ".errors",
            "OpenEnum": ".enums",
            "PermissionDeniedError": ".errors",
            "RateLimitError": ".errors",
            "Request": ".calls",
            "RequestTimeoutError": ".errors",
            "Resource": ".resources",
            "Response": ".calls",
            "ServerError": ".errors",
            "StatusError": ".errors",
            "Transport": ".transport",
            "TransportError": ".errors",
            "UNSET": ".unset",
            "UnexpectedContentTypeError": ".errors",
            "UnexpectedRedirectError": ".errors",
            "UnprocessableEntityError": ".errors",
            "Unset": ".unset",
            "expand": ".paths",
            "flatten": ".calls",
            "getter": ".models",
            "put": ".models",
            "put_date": ".models",
            "put_date_time": ".models",
            "put_json": ".models",
            "put_text": ".models",
            "read_date": ".times",
            "read_date_time": ".times",
            "read_nothing": ".calls",
            "reads": ".calls",
            "reads_list": ".models",
            "reads_map": ".models",
            "reads_model": ".models",
            "require_any": ".values",
            "segment": ".paths",
            "settings": ".clients",
        },
    )

__all__ = [
    "DEFAULT_TIMEOUT",
    "UNSET",
    "ApiError",
    "AsyncBaseClient",
    "AsyncResource",
    "AsyncTransport",
    "AuthenticationError",
    "BadRequestError",
    "BaseClient",
    "BasicAuth",
    "CallOptions",
    "ConfigurationError",
    "ConflictError",
    "ConnectError",
    "Credential",
    "DecodeError",
    "Drift",
    "DriftError",
    "DriftHook",
    "Form",
    "Headers",
    "HttpRequest",
    "HttpResponse",
    "Inspector",
    "InvalidArgumentError",
    "Items",
    "JsonObject",
    "Members",
    "MissingArgumentError",
    "Model",
    "NotFoundError",
    "OpenEnum",
    "PermissionDeniedError",
    "RateLimitError",
    "Request",
    "RequestTimeoutError",
    "Resource",
    "Response",
    "ServerError",
    "StatusError",
    "Transport",
    "TransportError",
    "UnexpectedContentTypeError",
    "UnexpectedRedirectError",
    "UnprocessableEntityError",
    "Unset",
    "expand",
    "flatten",
    "getter",
    "put",
    "put_date",
    "put_date_time",
    "put_json",
    "put_text",
    "read_date",
    "read_date_time",
    "read_nothing",
    "reads",
    "reads_list",
    "reads_map",
    "reads_model",
    "require_any",
    "segment",
    "settings",
]
