"""A new round of a lecture, as a skeleton that runs."""
