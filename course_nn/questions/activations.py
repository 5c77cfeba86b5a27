"""Lecture 2: predictions whose tempting answer is wrong, and exercises that take every correct answer."""

PREDICTIONS, EXERCISES = {}, {}
