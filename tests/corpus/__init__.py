"""Checks on real documents, which are data of others and not part of the project.

`make corpus CORPUS=FOLDER HOSTILE=FOLDER` runs them; `make test` does not.
"""
