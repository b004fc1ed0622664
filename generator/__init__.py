"""clientsmith: typed clients from OpenAPI documents."""
