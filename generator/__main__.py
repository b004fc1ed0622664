"""`python -m generator`: the same as the command `clientsmith`."""

from generator.cli import main

main(prog_name="clientsmith")
