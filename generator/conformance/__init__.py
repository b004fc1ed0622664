"""Tries a client out on the examples of its document.

| module | from | to |
|---|---|---|
| `examples` | `Spec`, `Api` | examples of bodies and responses; those that no client reads |
| `trial` | examples, the files of a client | outcomes, from a process of its own |
| `figures` | outcomes | counts, which can be recorded and compared |
| `examination` | documents | a `Result` for each |
| `showing` | results | what people and programs are told |

An example of a response is read as the response would be, and written again. One of a
body is read field by field, made a request of, and what the request would send is
compared with it. Values are compared as JSON data: 1 is 1.0, and the order of names means
nothing.
"""

from __future__ import annotations

from generator.conformance.examination import Result, examine, examine_all
from generator.conformance.figures import (
    Counts,
    Figures,
    as_record,
    fallen,
    from_record,
)
from generator.conformance.showing import as_data, as_lines

__all__ = [
    "Counts",
    "Figures",
    "Result",
    "as_data",
    "as_lines",
    "as_record",
    "examine",
    "examine_all",
    "fallen",
    "from_record",
]
