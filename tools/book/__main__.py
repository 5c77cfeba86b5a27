"""python tools/book [--out site] [--only 03_xor] [--language zh]: see docs/book.md."""

import os
import sys
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is imported: two processes share the cores
os.environ |= {"COURSE_NN_MEMORY": "off", "COURSE_NN_COVER": "off"}  # no reader of the book is this one
sys.path[0] = str(Path(__file__).parents[1])  # the folder tools, in which book is a package

if __name__ == "__main__":
    from book.command import main

    sys.exit(main())
