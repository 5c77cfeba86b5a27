"""Pixels become bytes: of a whole picture, or only of the rectangles in which it differs from what the page shows."""

import base64
import io
import zlib
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from PIL import Image, features

BLOCK = 16  # pixels: image files are made of such squares, so that a piece looks as it would in the whole
GAP = 2  # blocks without a change that are left out
WEBP = {"format": "WEBP", "quality": 80, "method": 0}
LOSSLESS = {"format": "WEBP", "lossless": True, "quality": 20, "method": 1, "loop": 0}  # of a film, every pixel
JPEG = {"format": "JPEG", "quality": 85, "subsampling": 0}  # six times as fast and twice as large
Part = tuple[slice, slice]  # rows and columns of the pixels


class Packed(NamedTuple):
    """Pixels that are kept while nobody needs them, in a fiftieth of the room or so.
    暂时不用的像素，压缩后约占原来的五十分之一。
    """

    squeezed: bytes
    shape: tuple

    @classmethod
    def of(cls, pixels: np.ndarray) -> "Packed":
        """These, squeezed without loss."""
        return cls(zlib.compress(pixels.tobytes(), 1), pixels.shape)

    def unpacked(self) -> np.ndarray:
        """The same as before."""
        return np.frombuffer(zlib.decompress(self.squeezed), np.uint8).reshape(self.shape)


def differing(before: np.ndarray | None, now: np.ndarray) -> list[Part]:
    """The parts in which two pictures differ; one part, the whole, if there was none before, or one of another size.
    两幅图不同的矩形部分；若之前没有图或尺寸不同，则为整幅。

    before, now : (height, width, 4) uint8
    """
    height, width = now.shape[:2]
    if before is None or before.shape != now.shape:
        return [(slice(0, height), slice(0, width))]
    changed = np.zeros((-(-height // BLOCK), BLOCK, -(-width // BLOCK), BLOCK), bool)
    squares = changed.reshape(changed.shape[0] * BLOCK, -1)
    np.not_equal(before.view(np.uint32)[..., 0], now.view(np.uint32)[..., 0], out=squares[:height, :width])
    blocks: np.ndarray = np.any(changed, axis=(1, 3))
    return [
        (_dots(upper + top, upper + bottom, height), _dots(left, right, width))
        for upper, lower in _runs(blocks.any(axis=1))
        for left, right in _runs(blocks[upper:lower].any(axis=0))
        for top, bottom in _runs(blocks[upper:lower, left:right].any(axis=1))
    ]


def _runs(used):
    """[(first, after the last)] of what is used, over gaps that are not worth leaving out."""
    places = np.flatnonzero(used)
    pieces = np.split(places, np.flatnonzero(np.diff(places) > GAP) + 1) if places.size else []
    return [(piece[0], piece[-1] + 1) for piece in pieces]


def _dots(first, end, size):
    """The pixels of some blocks; the last block may reach beyond the picture."""
    return slice(first * BLOCK, min(end * BLOCK, size))


def encoded(pixels: np.ndarray, format: str, **options) -> bytes:
    """The bytes of an image file. 图像文件的字节。"""
    file = io.BytesIO()
    _image(pixels).save(file, format, **options)
    return file.getvalue()


def _image(pixels):
    height, width = pixels.shape[:2]
    return Image.frombuffer("RGBA", (width, height), np.ascontiguousarray(pixels)).convert("RGB")


def film(pictures: Sequence[np.ndarray], durations: Sequence[int], **options: Any) -> bytes:
    """The bytes of an animated WebP that runs again and again, without loss. 循环播放的无损动态 WebP 的字节。

    durations : milliseconds that each picture stands
    options   : of the encoder, such as lossless=False, quality=75
    """
    file, (first, *others) = io.BytesIO(), map(_image, pictures)
    first.save(file, save_all=True, append_images=others, duration=list(durations), **LOSSLESS | options)
    return file.getvalue()


def kind(hurry: bool = False) -> dict:
    """How to encode: in a hurry more bytes are sent for less work; also for a Pillow built without WebP. 编码方式。"""
    return WEBP if features.check("webp") and not hurry else JPEG


def data_url(pixels: np.ndarray, hurry: bool = False) -> str:
    """An address that any page can show. 任何页面都能显示的地址。"""
    how = kind(hurry)
    return f"data:image/{how['format'].lower()};base64,{base64.b64encode(encoded(pixels, **how)).decode()}"
