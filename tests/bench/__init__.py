"""Measurements: how fast the output is, beside what people write by hand or with others."""
