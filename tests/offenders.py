"""A law of the house reads every file once, and names all that break it in one message."""


def expect_none(offenders):
    offenders = [*offenders]
    assert not offenders, "\n".join(["", *map(str, offenders)])
