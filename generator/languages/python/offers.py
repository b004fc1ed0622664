"""What a package offers besides what all do, since its API has a use for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.model import STREAMED, Api, Content, MultipartBody, Operation, RawBody

_STREAMS = ("AsyncStreaming", "ServerSentEvent", "StreamRequest", "Streaming")


def offered_besides(apis: Iterable[Api]) -> set[str]:
    """The names of the run time that callers of some operations need."""
    return {
        name
        for api in apis
        for resource in api.root.walk()
        for operation in resource.operations
        for name in _needed(operation)
    }


def _needed(operation: Operation) -> Iterator[str]:
    match operation.body:
        case MultipartBody():
            yield from ("File", "FileLike")
        case RawBody():
            yield "BinaryBody"
        case _:
            pass
    content = operation.result.content if operation.result else None
    if content in STREAMED:
        yield from _STREAMS
    if content is Content.BYTES:
        yield from ("in_chunks", "Streaming", "AsyncStreaming")
    if content is Content.TEXT:
        yield from ("in_lines", "Streaming", "AsyncStreaming")
