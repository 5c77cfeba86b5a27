"""What becomes of a moral when a sceptic changes something else: it stays, it is weaker, or it is reversed.

Where about half of it is left, or about a tenth, neither word is told: with another processor, or another last bit, the
share may lie on the other side of the border.
"""

import math

BANDS = {  # what is told: shares of the effect from which on, and up to which
    "reversed": (-math.inf, 0.06),
    "nearly gone": (0.06, 0.14),
    "weaker": (0.14, 0.42),
    "about half": (0.42, 0.58),
    "stays": (0.58, math.inf),
}
LEEWAY = 0.02  # by which a share may lie outside the band that is told; twice that at a border, which is vague anyway
VAGUE = ("nearly gone", "about half")


class Outcome(str):
    """One of BANDS, and the share of the effect that is left.
    结论的变化，以及效应剩余的比例。
    """

    share: float

    def fits(self, told: str) -> bool:
        """Whether what is told elsewhere is true of this share, too. 所说的变化是否也符合这一比例。"""
        (low, high), leeway = BANDS[told], LEEWAY * (2 if told in VAGUE else 1)
        return low - leeway <= self.share <= high + leeway


def outcome(effect: float, changed: float) -> Outcome:
    """What a change does to a moral.
    一处改变对结论的影响。

    "stays"        more than half of the effect is left
    "about half"   so much
    "weaker"       less
    "nearly gone"  about a tenth
    "reversed"     less: it is gone, or goes the other way

    effect  : how much the moral says where it was found, > 0: a difference of errors, or the logarithm of a ratio
    changed : the same number after the change
    """
    share = changed / effect
    found = Outcome(next((word for word, (low, high) in BANDS.items() if low <= share < high), "reversed"))
    found.share = share
    return found
