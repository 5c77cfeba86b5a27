"""The sentences of this demo that stand beside its picture."""

from course_nn.common.words import Words

TASKS = (
    Words(
        "The query lies on k₁, and k₁ does not win. Drag the query onto other keys: which of them win there? No query "
        "makes k₁ win: drag k₁ to where it can.",
        "查询落在 k₁ 上，胜出的却不是 k₁。把查询拖到别的键上：哪些键在自己那里胜出？"
        "无论怎样查询，k₁ 都不会胜出：把 k₁ 拖到能够胜出的地方。",
    ),
    Words(
        "Go to 16 dimensions, then to 256. How often does a query find the key on which it lies? Scores are divided by "
        "√d, d the number of entries: what becomes of the largest weight then (dashed, on the right)?",
        "改为 16 维，再改为 256 维。查询有多少次找到它所在的键？实际使用时，分数要除以 √d（d 是分量的个数）："
        "这时最大的权重变成多少（右图虚线）？",
    ),
    Words(
        "Change the order of the keys (second tab): does the answer change? Then put on the causal mask, so that the "
        "query at place 3 sees only the first three keys. Which orders change it now, and which do not?",
        "改变键的次序（第二页）：回答变了吗？再加上因果掩码，让第 3 个位置上的查询只看得到前三个键。"
        "这时哪些次序会改变回答，哪些不会？",
    ),
    Words(
        "Be a sceptic: go through “change, as a sceptic”. When does a query find the key that is equal to it?",
        "较个真：把“换一样再看”中的各项逐一试过。什么时候，查询能找到与它相等的键？",
    ),
)
GOAL = Words(
    "six keys of which exactly three can win, and none is shorter than ½.",
    "六个键中恰好有三个可能胜出，而且没有一个短于 ½。",
)


def said_of_order(names: list[str], sees: int, unshuffled: str, shuffled: bool, causal: bool) -> Words:
    """What a query sees from its place, and what the answer would be in the order of the numbers.

    names : of the keys, as they stand
    sees  : how many of them, with the causal mask
    """
    seen = " ".join(names[:sees])
    mask = Words(f" It sees {seen}.", f"它看得到 {seen}。") if causal else Words("", "")
    plain = Words(
        f" In the order of their numbers the answer would be <b>{unshuffled}</b>.",
        f"按编号的次序，回答是 <b>{unshuffled}</b>。",
    )
    return Words(plain.en + mask.en, plain.zh + mask.zh) if shuffled else mask
