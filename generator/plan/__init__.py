"""Planning: everything about the output is decided here, before anything is rendered."""
