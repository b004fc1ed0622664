"""clientsmith: the client that an OpenAPI document describes, as one writes it by hand."""
