"""An MP4, written by ffmpeg where that is installed: pictures go through a pipe, one after the other."""

import shutil
import subprocess
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

import numpy as np

from course_nn.common.errors import shortened
from course_nn.stage.files import not_written

EVEN = "pad=ceil(iw/2)*2:ceil(ih/2)*2:color=white"  # half of the colours' dots are kept, so both sides must be even
H264 = ["-c:v", "libx264", "-crf", "16", "-pix_fmt", "yuv420p", "-movflags", "+faststart"]  # what slides can play


def ffmpeg() -> str | None:
    """Where the program is; None if it is not installed. ffmpeg 程序的位置；没有安装时为 None。"""
    return shutil.which("ffmpeg")


def write(path: Path, pictures: Iterable[np.ndarray], ticks: Sequence[int], a_second: int) -> Path:
    """Write a film, and return its path; if it is interrupted, nothing is left.

    pictures : (height, width, 4) uint8, all of one size
    ticks    : how many frames each of them stands, of so many a second
    raises   : BadInput if ffmpeg cannot write it
    """
    shots = iter(pictures)
    first = next(shots)
    process = _started(path, first.shape, a_second)
    try:
        for picture, count in zip(chain([first], shots), ticks):
            process.stdin.write(picture.tobytes() * count)
        said = process.communicate()[1]
    except OSError:  # ffmpeg has given up
        said = process.communicate()[1]
    except BaseException:
        process.kill()
        process.communicate()
        path.unlink(missing_ok=True)
        raise
    if process.returncode:
        path.unlink(missing_ok=True)
        raise _gave_up(path, said)
    return path


def _started(path, shape, a_second):
    height, width = shape[:2]
    raw = ["-f", "rawvideo", "-pix_fmt", "rgba", "-s", f"{width}x{height}", "-r", str(a_second), "-i", "-"]
    command = [ffmpeg(), "-y", "-loglevel", "error", *raw, "-vf", EVEN, *H264, str(path.resolve())]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE)


def _gave_up(path, said):
    lines = said.decode("utf-8", "replace").strip().splitlines() or [""]
    return not_written(path, shortened(f"ffmpeg: {lines[-1]}", 200))
