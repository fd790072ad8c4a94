"""Views of cases: the queue, one case and its steps, and what is sealed."""
