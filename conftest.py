"""Two workers run the tests side by side, so each computes with one thread; set before NumPy is imported."""
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
