"""Properties of generated clients, over documents and values that hypothesis draws.

A document holds many schemas; each, with some of its values, is a case.
"""
