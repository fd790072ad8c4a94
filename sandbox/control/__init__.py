"""The sandbox's own interface, under ``/sandbox``: for the phone page, tests and benchmarks."""
