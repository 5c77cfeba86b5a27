"""Both ends of the line between a judge and a student's code, in one process: what is lent over it is judged over it.

As a plugin, pytest -p loopback, it has every answer that a test gives to check judged once as it is and once over the
line, and compares the two verdicts.
"""

import os
import threading
from contextlib import contextmanager

from course_nn.homework.far import JudgesDesk
from course_nn.homework.peer import Broken
from course_nn.homework.student import StudentsDesk
from course_nn.notebook import exercises


@contextmanager
def line(**names):
    """The judge's desk; on the student's there are things of these names."""
    pipes = [os.pipe(), os.pipe()]
    (to_student, from_judge), (to_judge, from_student) = pipes
    student = StudentsDesk(os.fdopen(to_student, "rb"), os.fdopen(from_student, "wb"), names, None)
    desk = JudgesDesk(os.fdopen(to_judge, "rb"), os.fdopen(from_judge, "wb"))
    thread = threading.Thread(target=serve, args=[student])
    thread.start()
    try:
        yield desk
    finally:
        desk.writer.close()
        thread.join()
        desk.reader.close()


def serve(student):
    try:
        student.serve_for_ever()
    except Broken:
        pass
    finally:
        student.reader.close()
        student.writer.close()


def pytest_configure(config):
    here = exercises.judged

    def twice(exercise, answer):
        verdict = here(exercise, answer)
        with line(answer=answer) as desk:
            try:
                far = here(exercise, desk.take("answer"))
            except Exception as error:  # what cannot be sent
                assert not verdict, f"right, and cannot be sent: {error}"
                return verdict
        assert far.voice == verdict.voice, f"{far} over the line, and {verdict} here"
        return far

    exercises.judged = twice
