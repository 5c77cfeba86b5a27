"""It has no tasks: its notebook is written, not moved."""

DONE_BY: dict = {}
UNRELATED: dict = {}
