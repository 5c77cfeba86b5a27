"""What a notebook needs besides its demos: questions, ledger, glossary, language switch, environment.
笔记本除演示之外所需的一切：题目、论断清单、术语表、语言开关、环境检查。
"""

from course_nn.notebook.asked import when_asked
from course_nn.notebook.claims import ledger
from course_nn.notebook.class_table import class_answers, class_code
from course_nn.notebook.contests import rival
from course_nn.notebook.course_map import forget, my_course
from course_nn.notebook.environment import check_environment
from course_nn.notebook.exercises import check, show_source, solution
from course_nn.notebook.gain_table import class_gain
from course_nn.notebook.hall import lecture
from course_nn.notebook.inventory_form import inventory
from course_nn.notebook.language import language_switch
from course_nn.notebook.live_session import class_session
from course_nn.notebook.live_vote import join
from course_nn.notebook.question import predict
from course_nn.notebook.repetition import revisit
from course_nn.notebook.terms import glossary
from course_nn.stage.presenting import Scene

__all__ = [
    "Scene",
    "check",
    "check_environment",
    "class_answers",
    "class_code",
    "class_gain",
    "class_session",
    "forget",
    "glossary",
    "inventory",
    "join",
    "language_switch",
    "lecture",
    "ledger",
    "my_course",
    "predict",
    "revisit",
    "rival",
    "show_source",
    "solution",
    "when_asked",
]
