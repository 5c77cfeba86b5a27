"""The folder in which the course keeps what a reader has done and chosen, and the language that was chosen last."""

import os
import sys
from contextlib import suppress
from pathlib import Path

LANGUAGES = "en", "zh", "both"


def home() -> Path:
    """The course's folder among the reader's settings; in a browser's Python, on the drive that the browser keeps.
    课程在读者设置中的文件夹；浏览器中的 Python 则存到浏览器保存的磁盘上。

    raises : ImportError where no settings are known
    """
    if sys.platform == "emscripten":
        return Path(".course_nn")
    from jupyter_core.paths import jupyter_config_dir

    return Path(jupyter_config_dir(), "course_nn")


def chosen_language() -> str:
    """The language that COURSE_NN_LANGUAGE names, or that was chosen last; "" if there is none.
    环境变量 COURSE_NN_LANGUAGE 指定的语言，或上次选择的语言；都没有则为 ""。
    """
    language = os.environ.get("COURSE_NN_LANGUAGE", "").strip().lower()
    with suppress(OSError, ImportError, UnicodeError, RuntimeError):  # RuntimeError: no home
        language = language or _file().read_text("utf-8").strip()
    return language if language in LANGUAGES else ""


def keep_language(language: str) -> None:
    """Keep the choice for the next notebook, where something can be kept. 能保存时记住此选择，供下一本笔记本使用。"""
    with suppress(OSError, ImportError, RuntimeError):
        _file().parent.mkdir(parents=True, exist_ok=True)
        _file().write_text(language, "utf-8")


def _file():
    return home() / "language"
