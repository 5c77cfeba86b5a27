"""`python -m course_nn.classroom`: the service that a JupyterHub manages."""

import asyncio

from course_nn.classroom.hub import serve

asyncio.run(serve())
