"""A picture as a file for a slide: painted anew beside the one on the page, which goes on as it was."""

import io
import os
from collections.abc import Collection
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np

from course_nn.common.errors import BadInput, shortened
from course_nn.common.words import LANGUAGE, drawn_in, language_of_pictures
from course_nn.stage.controls import Values
from course_nn.stage.frame import painting
from course_nn.stage.picture import Picture
from course_nn.stage.pixels import encoded

DATELESS: dict[str, dict] = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}  # the same picture, the same file
KINDS = ("svg", "png", "pdf")


def anew(picture: Picture, result: Any, values: Values, dpi: float | None = None) -> Picture:
    """The same picture once more, at a result and its values: dot for dot what the page shows there.

    dpi : dots an inch, if others than those of the page
    """
    other = Picture(picture.demo, dpi or picture.figure.dpi)
    other.answer, other.asked = picture.answer, picture.asked
    other.paint(*picture.laid_out)
    other.show(result, values)
    return other


def lifted(picture: Picture, result: Any, values: Values, dpi: float) -> tuple[np.ndarray, np.ndarray]:
    """The pixels of a picture with the answer that was locked: veiled, as the student set it, and once more without."""
    other = Picture(picture.demo, dpi)
    other.answer, other.asked = picture.answer, picture.asked.anew(picture.answer)
    other.asked.measure()
    other.paint(*picture.laid_out)
    other.veil = picture.lifted
    other.show(result, values)
    veiled, other.veil = np.array(other.frame.pixels), None
    other.paint()
    other.show(result, values)
    return veiled, np.array(other.frame.pixels)


def picture_file(picture: Picture, result: Any, values: Values, kind: str, language: str | None = None) -> bytes:
    """The bytes of a picture as a file of this kind, its handles left out.

    kind     : "svg", "png" or "pdf"
    language : of its words, "en" or "zh"; that of the reader if it is not given
    """
    with drawn_in(chosen(language)):
        return _bytes(anew(picture, result, values), kind)


def _bytes(picture, kind):
    dpi, file = picture.figure.dpi, io.BytesIO()
    if kind == "png":
        return encoded(picture.frame.pixels, "PNG", dpi=(dpi, dpi))
    with painting(), matplotlib.rc_context({"svg.hashsalt": "course_nn"}):
        picture.figure.savefig(file, format=kind, metadata=DATELESS[kind])
    return file.getvalue()


def chosen(language: str | None) -> str:
    """The language that was asked for, or else that of the reader's pictures.

    raises : BadInput for another one
    """
    if language is None:
        return language_of_pictures(LANGUAGE.shown)
    with drawn_in(language):
        return language


def writable(path: str | os.PathLike, kinds: Collection[str]) -> Path:
    """The path, if a file of one of these kinds can be meant.

    raises : BadInput for another ending, or a folder that is not there
    """
    named = Path(path) if isinstance(path, str | os.PathLike) else Path()
    if named.suffix.lower().removeprefix(".") not in kinds:
        known = ", ".join(f".{kind}" for kind in kinds)
        raise BadInput(
            f"expected the name of a file that ends in one of {known}, got {shortened(path, write=repr)}; "
            f'try "picture.{next(iter(kinds))}"',
            f"文件名应以其中之一结尾：{known}，收到 {shortened(path, write=repr)}；可以试试 "
            f'"picture.{next(iter(kinds))}"',
        )
    if not named.parent.is_dir():
        raise BadInput(
            f"there is no folder {named.parent}: make it first, or name another one",
            f"没有 {named.parent} 这个文件夹：请先建立，或另选一个",
        )
    return named


def write(path: Path, data: bytes) -> Path:
    """Write a file, and return its path.

    raises : BadInput if it cannot be written
    """
    try:
        path.write_bytes(data)
    except OSError as error:
        raise not_written(path, error.strerror or type(error).__name__) from None
    return path


def not_written(path: Path, why: str) -> BadInput:
    """The error that says so."""
    return BadInput(
        f"{path} cannot be written ({why}): try another name or folder",
        f"无法写入 {path}（{why}）：请换一个文件名或文件夹",
    )
