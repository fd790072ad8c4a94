"""The stages of one update, first to last.

To add a stage: copy a file of this folder (a docstring that says whether it fails open or
closed, one public coroutine ``run(turn, rooms)``), put it into the order in
``bot/pipeline.py``, and give it a test file of its own in ``tests/bot/``.
"""
