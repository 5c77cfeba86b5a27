"""Settings of nbgrader: the judges of course_nn grade, and no student's notebook is trusted.
nbgrader 的设置：由 course_nn 的评判程序评分，不信任学生的笔记本。
"""

c = get_config()  # noqa: F821

# Without the first of these nbgrader would believe what a copy says of its cells, and stop at one that makes no sense.
c.Autograde.sanitize_preprocessors = [
    "course_nn.homework.taking.TakeTexts",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Without this nbgrader would run the notebooks and believe them.
c.Autograde.autograde_preprocessors = [
    "course_nn.homework.nbgrading.AskTheJudge",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Without this nbgrader would follow, with your rights, a link that a student has put into the exchange.
c.ExchangeFactory.collect = "course_nn.homework.collecting.Collect"

# Without this nbgrader would wait for ever at a copy that is a pipe.
c.Autograde.exporter_class = "course_nn.homework.taking.FilesAlone"

# Without this the table of grades would have 0 points for a copy that could not be judged, like for a wrong one.
c.ExportApp.plugin_class = "course_nn.homework.platforms.Table"

# Where bubblewrap is installed, it shuts students' code in without a setting. Where it is not, each grading warns.

# Seconds for a cell or an answer, and for a whole notebook.
c.AskTheJudge.step = 15
c.AskTheJudge.whole = 120

# What stands in a student's cells until something is written into them.
c.ClearSolutions.code_stub = {"python": "# your code here  请在此作答"}
c.ClearSolutions.text_stub = "your answer here  请在此作答"
