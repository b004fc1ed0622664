"""Values of a document against the schemas that they should fit.

| module | from | to |
|---|---|---|
| `samples` | `Spec` | examples, defaults, constants, each with its schema |
| `translation` | schemas | JSON Schema 2020-12 |
| `effort` | definitions | what it takes to apply them, at worst |
| `checking` | a value and a schema | misfits: the place, the rule, the schema that has it |
"""
