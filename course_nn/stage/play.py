"""Time: a Play button that steps one control to its end, never faster than the browser paints."""

import asyncio
import time

import ipywidgets

from course_nn.common.words import term
from course_nn.stage.callbacks import running_loop
from course_nn.stage.page import close

FRAMES_PER_SECOND, TIMEOUT = 30, 2.0  # TIMEOUT: seconds to wait for a browser that has gone
IN_FLIGHT = 4  # frames at most that the browser has not yet shown
ASKS = 2  # every so many frames the browser is asked which it has shown
SHORT = 0.1  # seconds of a round trip to a browser that is near


class Player:
    """A Play button; the browser copies every second frame's number back, and so tells which frames it has seen.
    播放按钮；浏览器每两帧传回一次编号，由此得知它已显示哪些帧。

    core      : core.value is the value that is moved
    control   : its Slider
    values    : () -> the values of all controls; that of control.pace says how many steps are taken at once
    computing : () -> whether a long computation is under way
    """

    def __init__(self, core, control, values, computing):
        self.core, self.control, self._values, self._computing = core, control, values, computing
        self.frames, self.sent, self.seen = 0, ipywidgets.IntText(0), ipywidgets.IntText(0)
        self._asked_at, self._round_trip = {}, 0.0  # {frame: when the browser was asked}; seconds until its last answer
        self.seen.observe(self._answered, "value")
        self._link = ipywidgets.jslink((self.sent, "value"), (self.seen, "value"))
        self.button = ipywidgets.ToggleButton()
        self.button.observe(self._pressed, "value")
        self.task, self._loop = None, running_loop()

    async def play(self) -> None:
        """Step through time until its end or until the button is released, never faster than the browser paints.
        逐步推进时间，直到末尾或松开按钮；绝不快过浏览器的绘制。
        """
        core, control = self.core, self.control
        self._asked_at.clear()
        await self._until_computed()
        if core.value >= control.high:
            core.value = control.low
        while self.button.value and core.value < control.high:
            begun = time.monotonic()
            core.value = control.after(core.value, self._values().get(control.pace, 1))
            self.frames += 1
            if self.frames % ASKS == 0:
                self._asked_at[self.frames] = time.monotonic()
                self.sent.value = self.frames
            await self._until_computed()
            await self._until_seen(begun)
            await asyncio.sleep(max(0.001, begun + 1 / FRAMES_PER_SECOND - time.monotonic()))
        self.stop()

    @property
    def hurries(self) -> bool:
        """Whether it plays for a browser so near that only the kernel's work takes time."""
        return self.button.value and self._round_trip < SHORT

    def stop(self) -> None:
        """Let go of the button."""
        self.button.value = False

    def allow(self, used: bool) -> None:
        """Time that would do nothing cannot be played."""
        self.button.disabled, self.button.layout.display = not used, "" if used else "none"
        if not used:
            self.stop()

    def relabel(self) -> None:
        """Name the button after what it does next, in the reader's language."""
        name = "pause" if self.button.value else "play"
        self.button.icon, self.button.description = name, term(name).shown()

    def close(self) -> None:
        """Stop, and free what is not on the page."""
        if self.task:
            self.task.cancel()
        for widget in (self.sent, self.seen, self._link):
            close(widget)

    def _pressed(self, change):
        self.relabel()
        if self.button.value and self._loop:
            self._loop.call_soon_threadsafe(self._start)

    def _start(self):
        if not self.task or self.task.done():  # two quick clicks must not make time run twice as fast
            self.task = asyncio.ensure_future(self.play())

    def _answered(self, change):
        times = [self._asked_at.pop(frame) for frame in [*self._asked_at] if frame <= change.new]
        if times:
            self._round_trip = time.monotonic() - times[-1]

    async def _until_computed(self):
        """A long computation is not given up for the sake of the next moment."""
        while self.button.value and self._computing():
            await asyncio.sleep(0.02)

    async def _until_seen(self, begun):
        while self.button.value and self.frames - self.seen.value >= IN_FLIGHT:
            if time.monotonic() - begun > TIMEOUT:
                return
            await asyncio.sleep(0.002)
