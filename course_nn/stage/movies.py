"""Films as files: an animated WebP, and an MP4 that ffmpeg writes where that is installed."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np

from course_nn.common.errors import BadInput, shortened
from course_nn.stage.files import not_written, write
from course_nn.stage.pixels import film

EVEN = "pad=ceil(iw/2)*2:ceil(ih/2)*2:color=white"  # half of the colours' dots are kept, so both sides must be even
COARSER = ((1, 75), (1, 40), (2, 40), (4, 40), (0, 75))  # every so many pictures of a film that is sent, at a quality
H264 = ["-c:v", "libx264", "-crf", "16", "-pix_fmt", "yuv420p", "-movflags", "+faststart"]  # what slides can play


def ffmpeg() -> str | None:
    """Where the program is; None if it is not installed. ffmpeg 程序的位置；没有安装时为 None。"""
    return shutil.which("ffmpeg")


def small_film(pictures: Sequence[np.ndarray], durations: Sequence[int], largest: int) -> bytes:
    """The bytes of an animated WebP that can be sent: where it would be too large, coarser, with fewer pictures, and at
    last with the last one alone. 可以传送的动态 WebP：太大时降低质量、减少画面，最后只留末幅。

    durations : milliseconds that each picture stands;  largest : bytes
    """
    for every, quality in COARSER:
        kept = [*range(len(pictures))][:: -every or -len(pictures)][::-1]
        times = [every * durations[k] for k in kept[:-1]] + [durations[-1]]
        found = film([pictures[k] for k in kept], times, lossless=False, quality=quality, method=2)
        if len(found) <= largest:
            break
    return found


class Webp:
    """An animated WebP, each dot as it was drawn; what is added is written at the end, if all went well.
    动态 WebP，逐像素无损；全部画面加入后才写入文件。

    path     : of the file
    a_second : ticks
    """

    def __init__(self, path: Path, a_second: int):
        self.path, self._a_second = path, a_second
        self._pictures: list[np.ndarray] = []
        self._durations: list[int] = []

    def add(self, picture: np.ndarray, ticks: int) -> None:
        """A picture, (height, width, 4) uint8, that stands so many ticks."""
        self._pictures.append(picture)
        self._durations.append(round(1000 * ticks / self._a_second))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is None:
            write(self.path, film(self._pictures, self._durations))


class Mp4:
    """An MP4: the pictures go to ffmpeg through a pipe, one after the other; if that fails, no file is left.
    MP4：画面经管道逐幅交给 ffmpeg；失败时不留下文件。

    path     : of the file
    a_second : ticks, and pictures of the film
    """

    def __init__(self, path: Path, a_second: int):
        self.path, self._a_second = path, a_second
        self._process: subprocess.Popen | None = None

    def add(self, picture: np.ndarray, ticks: int) -> None:
        """A picture, (height, width, 4) uint8, that stands so many ticks.

        raises : BadInput once ffmpeg has given up
        """
        self._process = self._process or self._started(picture.shape)
        assert self._process.stdin
        try:
            self._process.stdin.write(picture.tobytes() * ticks)
        except OSError:
            raise self._gave_up(self._process.communicate()[1]) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        process = self._process
        if process is None:
            return
        if kind is not None:
            process.kill()
        said = process.communicate()[1] if process.poll() is None or kind is None else b""
        if process.returncode:
            self.path.unlink(missing_ok=True)
            if kind is None:
                raise self._gave_up(said)

    def _started(self, shape):
        height, width = shape[:2]
        raw = ["-f", "rawvideo", "-pix_fmt", "rgba", "-s", f"{width}x{height}", "-r", str(self._a_second), "-i", "-"]
        command = [ffmpeg(), "-y", "-loglevel", "error", *raw, "-vf", EVEN, *H264, str(self.path.resolve())]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE)

    def _gave_up(self, said) -> BadInput:
        lines = said.decode("utf-8", "replace").strip().splitlines() or [""]
        return not_written(self.path, shortened(f"ffmpeg: {lines[-1]}", 200))
