"""Reading a file into plain data, by rules that JSON and YAML 1.2 share."""
