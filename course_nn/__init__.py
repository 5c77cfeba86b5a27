"""The mathematics that lectures share, one concept a module; in folders, their pictures and the stage they live on.
各讲共用的数学，一个概念一个模块；各文件夹中是图像，以及承载它们的舞台。
"""

import os
import sys

from threadpoolctl import threadpool_limits

if "OPENBLAS_NUM_THREADS" not in os.environ and sys.platform != "emscripten":  # a browser's Python has one thread
    # Matrices here are small: several threads would only wait for each other, for five times the processor time.
    threadpool_limits(1, "blas")  # for a NumPy that is here already
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # for one that is imported later

if sys.platform == "linux":
    # A large array goes back to the system when it is freed, and to fetch memory for the next one can take as long as
    # all the arithmetic. The C library stops doing so for arrays up to the largest it has seen freed: now 8 MB.
    bytearray(2**23)
