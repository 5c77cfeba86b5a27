"""python tools/questions --out questions [xor …] [--language zh] [--certainty]: see docs/teaching.md."""

import os
import sys
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy is imported
os.environ["COURSE_NN_MEMORY"] = "off"  # a demo starts where it starts, wherever somebody has left it
sys.path[:1] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]  # in the first, questions is a package

if __name__ == "__main__":
    from questions.command import main

    sys.exit(main())
