"""What a reader takes along of a demo, for a slide or a sheet: its picture as a file, and films."""

import os
from collections.abc import Sequence
from pathlib import Path

from course_nn.common.errors import BadInput
from course_nn.stage import files, filming
from course_nn.stage.callbacks import callback, one_at_a_time, running_loop
from course_nn.stage.cells import on_a_page
from course_nn.stage.presenting import Scene
from course_nn.stage.reel import Reel, at_once


class Takes:
    """Pictures and films of a demo, which stays where it is.

    spec   : the Demo, and start its Values from which scenes go out
    moment : () -> Moment, what it shows now, whole
    page   : the Page that offers them;  door : the Door by which it asks for them
    """

    def __init__(self, spec, start, moment, page, door):
        self._spec, self._start, self._moment, self._page, self.door = spec, start, moment, page, door
        self._loop = running_loop()

    def listen(self) -> None:
        """To the buttons; a demo that remembers where it has been is not filmed from there."""
        self._page.films = bool(self._loop) and not filming.remembers(self._spec)
        self._page.save.on_click(lambda _: self.offer_files())
        self._page.to_film.on_click(lambda _: self.film_here())
        self._page.clip.on_click(lambda _: self.clip_here())

    def save(self, path: str | os.PathLike, language: str | None = None) -> Path:
        """Save the picture as it stands, without its handles, for a slide or a sheet; returns the path.
        把当前画面（不含拖动手柄）存成文件，用于幻灯片或试卷；返回路径。

        path     : ends in .svg, .pdf or .png
        language : of its words, "en" or "zh"; without it the reader's
        raises   : BadInput for another ending or language, and if the file cannot be written
        """
        file = files.writable(path, files.KINDS)
        with one_at_a_time():
            data = self._picture_file(file.suffix.lower().removeprefix("."), language)
        return files.write(file, data)

    def film(
        self,
        path: str | os.PathLike,
        over: str | None = None,
        seconds: float = 6,
        scenes: Sequence[Scene] | None = None,
        language: str | None = None,
    ) -> Path:
        """Film one control from end to end, or scenes; says how much is done, and can be stopped.
        录制一段动画：一个控件从一端到另一端，或若干场景；显示进度，可以停止。

        The demo stays where it is. On a page the film is made while the kernel goes on, and a line below the cell says
        when it is done; elsewhere, and of a demo that remembers where it has been, before this returns. Without ffmpeg
        an .mp4 becomes a .webp; the path that is returned says which.

        path     : ends in .webp or .mp4
        over     : the control that moves; without it time, or else the first slider
        seconds  : how long it lasts, 1 to 20
        scenes   : Scenes, in place of a control, an equal time each
        language : of its words, "en" or "zh"; without it the reader's
        raises   : BadInput, and then there is no file
        """
        file = filming.film_path(path)
        work = self._shoot(file, over, seconds, scenes, language)
        if self._loop and on_a_page() and not filming.remembers(self._spec):
            Reel(work, file, self._loop).begin()
        else:
            at_once(work, on_a_page())
        return file

    def clip(self, path: str | os.PathLike, language: str | None = None) -> Path:
        """Film how the veil of this round lifts over the answer that was locked: some seconds, for a slide.
        录下本轮揭晓的几秒：所锁定的答案，以及随后露出的真值。

        path     : ends in .webp or .mp4; without ffmpeg an .mp4 becomes a .webp
        language : of its words, "en" or "zh"; without it the reader's
        raises   : BadInput, and then there is no file; also if no answer is locked
        """
        file = filming.film_path(path)
        at_once(self._lift(file, language), on_a_page())
        return file

    @callback
    def clip_here(self) -> None:
        """Film how the veil lifts, into the folder of the notebook. 把揭晓的几秒录成动画，存到笔记本所在的文件夹。"""
        file = filming.film_path(f"{self._spec.maker.__name__}-answer.webp")
        Reel(self._lift(file), file, self._loop).begin(self._page.show_clip)

    def _lift(self, file, language=None):
        """The work of filming how the veil lifts."""
        words = files.chosen(language)
        with one_at_a_time():
            moment = self._moment()
        if moment.picture.veil or moment.picture.answer == "" or not moment.picture.lifted:
            raise BadInput("no answer is locked here: lock one first", "这里还没有锁定答案：请先锁定")
        return filming.lifting(moment, file, words)

    @callback
    def offer_files(self) -> None:
        """Offer the picture as files, below it. 在图下方提供图片文件的下载。"""
        name = self._spec.maker.__name__
        self._page.offer_files({f"{name}.{kind}": self._picture_file(kind) for kind in files.KINDS})

    @callback
    def film_here(self) -> None:
        """Film time, or the first slider, into the folder of the notebook. 录成动画，存到笔记本所在的文件夹。"""
        file = filming.film_path(f"{self._spec.maker.__name__}.webp")
        Reel(self._shoot(file), file, self._loop).begin(self._page.show_reel)

    def _picture_file(self, kind, language=None):
        picture, result, values = self._moment()
        return files.picture_file(picture, result, values, kind, language)

    def _shoot(self, file, over=None, seconds=6, scenes=None, language=None):
        """The work of filming, from how the demo stands now."""
        words = files.chosen(language)
        with one_at_a_time():
            moment = self._moment()
        takes = filming.takes(self._spec, moment.values, self._start, over, seconds, scenes)
        return filming.shoot(moment, file, takes, words)
