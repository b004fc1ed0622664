"""A harness that holds the generator against hostile documents.

`python -m tests.hostile FOLDER [NUMBER...]` reads `FOLDER/manifest.json`: a list of
documents, each with a verdict (`GENERATE` or `REFUSE`) and a category. What each one has
to show beyond that is a function or a table here, by the number that its name begins with.
"""
