"""Time: it comes to its end, waits for the browser, and can be stopped at once."""

import asyncio
from functools import partial
from types import SimpleNamespace

from stage.lines import box_of, long, small, type_into

from course_nn.stage import Slider
from course_nn.stage.play import IN_FLIGHT, SHORT, Player


def keep_up(player):
    """A browser that shows every frame at once."""
    player.sent.observe(lambda change: setattr(player.seen, "value", change.new), "value")


def test_play_steps_to_the_end_and_releases_its_button():
    async def run():
        demo = small()
        player = demo.players["t"]
        keep_up(player)
        player.button.value = True
        await asyncio.sleep(0)
        await player.task
        return demo, player

    demo, player = asyncio.run(run())
    assert demo.values["t"] == 10 and not player.button.value and player.sent.value == 10


def test_play_waits_for_a_browser_that_does_not_keep_up_and_hears_pause():
    async def run():
        demo = small()
        player = demo.players["t"]
        player.button.value = True
        while player.frames < IN_FLIGHT:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.3)
        sent = player.frames
        player.button.value = False
        await asyncio.wait_for(player.task, 0.2)
        return sent, demo.values["t"]

    sent, t = asyncio.run(run())
    assert sent == t == IN_FLIGHT


def kinds_of_frames(seconds):
    """How the pictures are packed before Play, while the browser answers after so many seconds, and after it."""

    async def run():
        demo, kinds = small(), []
        player, picture = demo.players["t"], demo.page.picture
        picture.observe(lambda change: kinds.append(change.new[: change.new.index(";")].rpartition("/")[2]), "value")
        answer = partial(asyncio.get_running_loop().call_later, seconds, setattr, player.seen, "value")
        player.sent.observe(lambda change: answer(change.new), "value")
        demo.set(a=2)
        player.button.value = True
        while player.frames < 2 * IN_FLIGHT:
            await asyncio.sleep(0.01)
        player.button.value = False
        await player.task
        demo.set(a=3)
        return kinds

    return asyncio.run(run())


def test_while_it_plays_over_a_short_road_frames_cost_less_work_and_more_bytes():
    before, *during, after = kinds_of_frames(0)
    assert (before, after) == ("webp", "webp") and set(during) == {"jpeg"}


def test_over_a_long_road_they_cost_less_bytes_as_soon_as_that_is_known():
    assert kinds_of_frames(1.5 * SHORT)[1:] == ["jpeg"] * IN_FLIGHT + ["webp"] * (IN_FLIGHT + 1)


def test_play_at_the_end_starts_again_from_the_beginning():
    async def run():
        demo = small(t=10)
        player = demo.players["t"]
        player.button.value = True
        await asyncio.sleep(0.1)
        player.button.value = False
        await player.task
        return demo.values["t"]

    assert 0 < asyncio.run(run()) < 10


def test_play_lets_a_long_computation_come_to_its_end():
    async def run():
        demo = small(long)
        player = demo.players["t"]
        keep_up(player)
        shown = []
        demo.page.words.observe(lambda change: shown.append(change.new), "value")
        demo.page.live["a"].core.value = 2.0
        player.button.value = True
        await asyncio.sleep(0)
        await player.task
        return len(shown), demo.values["t"]

    assert asyncio.run(run()) == (1, 10)  # the picture of a = 2 was drawn; t does not move its readout


def test_quick_clicks_on_play_start_time_once():
    async def run():
        player = small().players["t"]
        for pressed in (True, False, True, False, True):
            player.button.value = pressed
        await asyncio.sleep(0.1)
        tasks = [task for task in asyncio.all_tasks() if "Player.play" in repr(task.get_coro())]
        player.button.value = False
        await player.task
        return len(tasks)

    assert asyncio.run(run()) == 1


def test_time_that_does_nothing_cannot_be_played():
    demo = small()
    button = demo.players["t"].button
    button.value = True
    demo.page.live["shown"].core.value = False
    assert button.disabled and not button.value
    demo.page.live["shown"].core.value = True
    assert not button.disabled


def test_bad_input_lets_go_of_the_play_button():
    demo = small()
    button = demo.players["t"].button
    button.value = True
    demo.page.live["a"].core.value = 2.55
    assert not button.value and "must not be 2.55" in demo.page.message.value


def test_reset_stops_time_and_puts_back_what_was_refused():
    restarted = []
    demo = small(more={"restart": lambda: restarted.append(1)})
    button = demo.players["t"].button
    button.value = True
    type_into(demo, "word", "nonsense")
    assert not button.value and "expected one or two" in demo.page.message.value
    button.value = True
    demo.reset()
    assert not button.value and box_of(demo, "word").value == "one" and demo.page.message.value == ""
    assert restarted == [1]


def test_a_closed_demo_does_not_play_on():
    async def run():
        demo = small()
        player = demo.players["t"]
        player.button.value = True
        await asyncio.sleep(0.05)
        demo.close()
        await asyncio.wait({player.task}, timeout=0.2)
        return player.task.cancelled()

    assert asyncio.run(run())


def test_play_takes_as_many_steps_at_once_as_its_pace_says():
    async def run():
        core, values = SimpleNamespace(value=0), {"pace": 4}
        player = Player(core, Slider("t", 0, 10, 0, 1, plays=True, pace="pace"), lambda: values, lambda: False)
        keep_up(player)
        player.button.value = True
        await asyncio.sleep(0)
        await player.task
        return player.frames, core.value

    assert asyncio.run(run()) == (3, 10)
