"""Work that waits for its turn: one thing that goes wrong stops nothing else."""

import asyncio

import pytest

from course_nn.stage.callbacks import in_turn


def done_in_turn(*works):
    """Let works, pairs (work, hurries), have their turn; returns the errors that the loop was told of."""

    async def run():
        loop, told, last = asyncio.get_running_loop(), [], asyncio.Event()
        loop.set_exception_handler(lambda loop, context: told.append(context["exception"]))
        for work, hurries in works:
            in_turn(loop, work, hurries)
        in_turn(loop, last.set, lambda: -2)  # after all others
        await asyncio.wait_for(last.wait(), 10)
        return told

    return asyncio.run(run())


def fails(*_):
    raise RuntimeError("on purpose")


def test_work_that_fails_is_told_and_the_others_have_their_turn():
    heard = []
    (error,) = done_in_turn((fails, lambda: 1), (lambda: heard.append("after"), lambda: 0))
    assert heard == ["after"] and "on purpose" in str(error)


def test_work_that_cannot_say_how_soon_its_turn_is_comes_last_and_the_queue_goes_on():
    heard = []
    told = done_in_turn((lambda: heard.append("unsure"), fails), (lambda: heard.append("sure"), lambda: 0))
    assert heard == ["sure", "unsure"] and told


def test_an_interrupt_between_two_pictures_stops_nothing():
    heard, calls = [], []

    def interrupted_once():
        calls.append(1)
        if len(calls) == 1:
            raise KeyboardInterrupt
        return 0

    async def run():
        loop, last = asyncio.get_running_loop(), asyncio.Event()
        in_turn(loop, lambda: heard.append("done"), interrupted_once)
        in_turn(loop, last.set, lambda: -2)
        await asyncio.wait_for(last.wait(), 10)

    loop = asyncio.new_event_loop()
    task = loop.create_task(run())
    with pytest.raises(KeyboardInterrupt):  # the kernel goes on after it, and so does its loop
        loop.run_until_complete(task)
    loop.run_until_complete(task)
    loop.close()
    assert heard == ["done"]
