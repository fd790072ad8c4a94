"""Measures Undertone against stock Rasa in one run: ``python -m bench`` (docs/benchmark.md).

Nothing here is part of the service. Every process that it starts ends with it.
"""
