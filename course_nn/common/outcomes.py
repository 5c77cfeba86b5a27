"""What becomes of a moral when a sceptic changes something else: it stays, it is weaker, or it is reversed."""

OUTCOMES = ("stays", "weaker", "reversed")
STAYS, GONE = 1 / 2, 1 / 10  # shares of the effect


def outcome(effect: float, changed: float) -> str:
    """What a change does to a moral.
    一处改变对结论的影响。

    "stays"     at least half of the effect is left
    "weaker"    less
    "reversed"  less than a tenth: it is gone, or goes the other way

    effect  : how much the moral says in the lecture's setting, > 0: a difference of errors, or the logarithm of a ratio
    changed : the same number after the change
    """
    share = changed / effect
    return "stays" if share >= STAYS else "weaker" if share >= GONE else "reversed"
