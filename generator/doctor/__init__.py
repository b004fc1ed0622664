"""Finds what is legal in a document and yet cannot be meant, and how to repair it.

| module | from | to |
|---|---|---|
| `samples` | `Spec` | values, each with the schema that it should fit |
| `translation` | schemas | JSON Schema 2020-12 |
| `values` | a value and a schema | misfits: the place, the rule, the schema that has it |
| `effort` | a value and a schema | whether it takes too long to compare them |
| `evidence` | misfits | schemas that come to allow what was sent |
| `mending` | misfits | values that fit |
| `paging`, `links` | `Spec` | pages without a list, links that lead nowhere |
| `draft` | edits | the actions that lead from the old document to the new one |
| `examination` | `Spec` | all findings, all actions |
| `prescription` | actions | an overlay, as YAML |

What is done about a value that contradicts its schema:

- Null inside an example of a response, or of a schema: the schema comes to allow null. A
  type that has a name keeps it, and stays what it is for all others.
- A text that an enumeration lacks, in an example of a response: the enumeration gets it,
  if it looks like the others. A placeholder or another spelling does not.
- A value that fits more than one schema of `oneOf`: it becomes `anyOf`.
- All else is a mistake of the value, and the schema stays. What is only spelled in a wrong
  way is spelled right: `"1.5"` becomes 1.5, `"True"` true, `GcM` gcm, a single value a
  list of one. What cannot be is replaced by null if that is allowed, or is left out; at
  last the whole example is, or the default.
"""

from __future__ import annotations

from generator.doctor.examination import Examination, examine, report
from generator.doctor.finding import Complaint, Finding
from generator.doctor.prescription import prescribe
from generator.values.checking import Misfit, contradictions

__all__ = [
    "Complaint",
    "Examination",
    "Finding",
    "Misfit",
    "contradictions",
    "examine",
    "prescribe",
    "report",
]
