"""What takes long: it yields the share that is done, from 0 to 1, and returns its result at the end.

Whoever waits can see it come nearer, or give up; and what was computed once is remembered.
"""

from functools import wraps


def remembered(work):
    """A generator function whose results are kept: the same arguments again, and the result comes at once.
    记住结果的生成器函数：参数相同时，第二次立即返回结果。

    work : a function that yields the share done, and returns its result; its arguments can be hashed
    """
    results = {}

    @wraps(work)
    def once(*arguments):
        if arguments not in results:
            results[arguments] = yield from work(*arguments)
        return results[arguments]

    return once


def part(work, done, of):
    """One of several computations that follow each other: yields the share of all, returns the result of this one.
    接连进行的若干计算之一：产出总进度，返回这一个的结果。

    (done + share of work) / of,      with done of them finished before
    """
    while True:
        try:
            yield (done + next(work)) / of
        except StopIteration as end:
            return end.value


def finished(work):
    """What a long computation returns at the end.
    长计算最终返回的结果。
    """
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value
