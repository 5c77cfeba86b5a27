"""A question that a class is asked in tests."""

QUESTION = {
    "key": "xor-1",
    "ask": {"en": "How many?", "zh": "几个？"},
    "options": {key: {"en": key, "zh": key} for key in ("one", "two", "three")},
}
