"""The guides for lecturers are run, not only read: code, scenes, answers, links, and both languages side by side."""

import json
import re
import subprocess
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import classroom
import counted
import pytest
import yaml
from guide import DOCS, chapters, rows, text
from offenders import expect_none

from course_nn.common.words import LANGUAGE
from course_nn.lectures import LECTURES, round_of, settled
from course_nn.notebook import class_codes, class_table, exercises, predict
from course_nn.notebook.exercises import questions_of
from course_nn.stage import RunningDemo

GUIDES = ["accessibility", "hosting", "inventory", "licences", "module", "privacy", "publishing", "teaching"]
PYTHON = re.compile(r"^```python\n(.*?)^```", re.S | re.M)
FENCED = re.compile(r"^```.*?^```", re.S | re.M)
NUMBER = re.compile(r"(?<![\w.])[−-]?\d+(?:[.,]\d+)*")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SCENES = re.compile(r'^lecture\("(\w+)\.(\w+)", \[', re.M)
A_SESSION = 5  # rounds
LANGUAGES = pytest.mark.parametrize("language", ["en", "zh"])


def prose(guide, language):
    return FENCED.sub("", text(guide, language))


EACH = pytest.mark.parametrize("section", chapters())


@pytest.fixture(autouse=True)
def a_new_notebook(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    yield
    LANGUAGE.shown = "both"


# ---- two languages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("guide", GUIDES)
def test_both_languages_have_the_same_structure_numbers_code_and_links(guide):
    def parts(language):
        whole, said = text(guide, language), prose(guide, language)
        links = re.findall(r"\]\(([^)]+)\)", said)
        return {
            "headings": [len(marks) for marks in re.findall(r"^(#+) ", said, re.M)],
            "items": len(re.findall(r"^- ", said, re.M)),
            "tables": [line.count("|") for line in said.splitlines() if line.startswith("|")],
            "programs": FENCED.findall(whole),
            "code": sorted(re.findall(r"`[^`\n]+`", said)),
            "numbers": Counter(NUMBER.findall(re.sub(r"`[^`\n]+`|\]\([^)]+\)|“\d”", "", said))),  # “8” is an eight
            "bold": said.count("**"),
            "links": sorted(link.replace(".zh-CN", "").partition("#")[0] for link in links),
        }

    english, chinese = parts("en"), parts("zh")
    expect_none(f"{what}: {english[what]} and {chinese[what]}" for what in english if english[what] != chinese[what])


@pytest.mark.parametrize("guide", GUIDES)
def test_each_language_is_what_it_says(guide):
    paragraphs = [part for part in prose(guide, "en").split("\n") if part and "zh-CN" not in part]
    expect_none(part for part in paragraphs if CHINESE.search(part))
    expect_none(
        part
        for part in prose(guide, "zh").split("\n\n")
        if len(part) > 60 and not CHINESE.search(part) and "|" not in part
    )


@pytest.mark.parametrize("guide", GUIDES)
@LANGUAGES
def test_links_of_a_guide_lead_somewhere(guide, language):
    expect_none(
        link
        for link in re.findall(r"\]\(([^)#]+)\)", prose(guide, language))
        if not link.startswith("https://") and not (DOCS / link).exists()
    )


def headings(page):
    """The anchors of a page's headings, as GitHub makes them."""
    plain = [
        re.sub(r"\[(.*?)\]\(.*?\)", r"\1", line) for line in re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.M)
    ]
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in plain}


@pytest.mark.parametrize("guide", GUIDES)
@LANGUAGES
def test_a_link_to_a_heading_finds_it(guide, language):
    here = f"{guide}{'.zh-CN' if language == 'zh' else ''}.md"
    links = re.findall(r"\]\(([\w.-]*)#([^)]+)\)", prose(guide, language))
    expect_none(f"{page}#{heading}" for page, heading in links if heading not in headings(DOCS / (page or here)))


# ---- what the guide says of the course ---------------------------------------------------------------------


@LANGUAGES
def test_the_plan_has_15_weeks_all_lectures_and_each_of_their_rounds_once(language):
    plan = rows(text("teaching", language), 4)[:15]
    assert [row[0] for row in plan] == [str(week) for week in range(1, 16)]
    books = re.findall(r"notebooks/(.*?)\)", "".join(row[1] for row in plan[:13]))
    assert sorted(books) == sorted(lecture.notebook for lecture in LECTURES.values())
    planned = Counter(re.findall(r"`(.*?)`", "".join(row[2] + row[3] for row in plan)))
    assert planned == Counter(key for section in LECTURES for key in exercises.questions_of(section))


def test_each_question_that_is_planned_for_class_has_a_tempting_answer_in_its_chapter():
    plan = rows(text("teaching"), 4)[:15]
    planned = set(re.findall(r"`(.*?)`", "".join(row[2] for row in plan)))
    for language in ("en", "zh"):
        answered = {row[0].strip("`") for row in rows(text("teaching", language), 4)[15:]}
        expect_none(key for key in planned - answered if key.split("-")[0] in chapters())


def test_the_scenes_of_the_session_stand_in_the_order_of_its_minutes():
    on_the_wall = [row[2].strip("`") for row in rows(text("teaching"), 3)]
    demos = [SCENES.search(block)[2] for block in PYTHON.findall(chapters()["xor"])]
    assert demos == [name for name in on_the_wall if name in demos]


def test_every_lecture_has_a_chapter():
    without = {"start", "playground"}  # which are shown whole
    taught = [section for section, lecture in LECTURES.items() if not lecture.built]  # what is built has no questions
    assert [*chapters()] == [section for section in taught if section not in without]


@LANGUAGES
def test_the_scenes_that_refute_an_answer_stand_in_its_chapter(language):
    def wrong():
        for section, part in chapters().items():
            blocks = {SCENES.search(block)[2]: block.count("Scene(") for block in PYTHON.findall(part)}
            for key, _, _, refuted in rows(text("teaching", language), 4):
                if key.strip("`") in exercises.questions_of(section):
                    demo = re.match(r"`(\w+)`", refuted)[1]
                    named = re.findall(r"(?:scenes? |场景 )(\d)(?: (?:and|与) (\d))?", refuted) or [("1", "")]
                    if max(map(int, "".join(sum(named, ())))) > blocks.get(demo, 0):
                        yield f"{key}: {refuted}, and there are {blocks}"

    expect_none(wrong())


# ---- the module handbook ---------------------------------------------------------------------------------


@LANGUAGES
def test_the_handbook_says_the_outcomes_of_the_notebooks(language):
    found = {row[0]: row[1:] for row in rows(text("module", language), 5)}
    for section, lecture in LECTURES.items():
        (head,) = [cells for title, cells in found.items() if lecture.notebook in title]
        assert all(map(str.isdecimal, head[1:])), section
        if section not in ("start", "playground"):
            first = json.loads((DOCS.parent / "notebooks" / lecture.notebook).read_text("utf-8"))["cells"][0]["source"]
            assert head[0] in "".join(first), section


@pytest.mark.parametrize("guide", counted.PAGES, ids=lambda guide: guide.name)
def test_what_can_be_counted_is_written_by_the_tool_that_counts_it(guide):
    old = guide.read_text("utf-8")
    assert counted.counted(old, counted.language_of(guide)) == old, "run .venv/bin/python tools/counted.py"
    assert "<!-- count " in old


@LANGUAGES
def test_its_plans_have_in_class_core_rounds_as_many_as_fill_a_session(language):
    """Five rounds of 15 minutes fill it, as the guide says of its own plan; a round's second questions are in it."""
    plan = rows(text("teaching", language), 4)[:15]
    assert not [row[0] for row in plan if len({round_of(key)[1] for key in re.findall("`(.+?)`", row[2])}) > A_SESSION]
    for week, books, asked in rows(text("module", language), 3):
        keys = re.findall("`(.+?)`", asked)
        for key in keys:
            found = round_of(key)
            assert found and not found[1].further and LECTURES[key.split("-")[0]].notebook in books, (week, key)
        assert len(keys) <= A_SESSION, week


@LANGUAGES
def test_a_shorter_plan_names_the_notebooks_that_it_leaves_out_and_keeps_attention(language):
    plans = re.split("^## ", text("module", language), flags=re.M)[-2:]
    said = ""
    for plan in plans:
        before, table = plan.split("|", 1)
        said += before
        taught = {lecture.notebook for lecture in LECTURES.values() if lecture.notebook in table}
        expect_none({lecture.notebook for lecture in LECTURES.values() if lecture.notebook not in said} - taught)
        assert "`everybody-7`" in table


# ---- its code ------------------------------------------------------------------------------------------------


@pytest.fixture
def walls(monkeypatch):
    """Collects what lecture() is asked to show."""
    shown = []

    def record(name, scenes):
        section, demo = name.split(".")
        shown.append((getattr(import_module(LECTURES[section].home), demo), scenes))

    return shown, record


def imports():
    return PYTHON.findall(text("teaching"))[0]


@pytest.mark.thorough
@EACH
def test_each_scene_runs_and_its_numbers_stand_in_the_readout(section, walls):
    shown, record = walls
    space = {}
    exec(imports(), space)
    space["lecture"] = record
    for block in PYTHON.findall(chapters()[section]):
        exec(block, space)
    assert shown and all(len(scenes) >= 2 or maker.__name__ == "one_unit" for maker, scenes in shown)
    for maker, scenes in shown:
        demo = maker()
        for scene in scenes:
            demo.reset()
            demo.set(**scene.values)
            settings = {
                f"{value:g}".replace("-", "−") for value in demo.values.values() if isinstance(value, float | int)
            }
            for said, read in zip(scene.caption, demo.readout):
                said_not_read = set(numbers_of(said)) - set(numbers_of(read)) - settings
                assert not said_not_read, (scene.caption, demo.readout)
        demo.close()


@EACH
def test_what_the_wall_shows_after_a_vote_is_a_scene_of_the_guide(section, walls):
    shown, record = walls
    space = {}
    exec(imports(), space)
    space["lecture"] = lambda name, scenes, **values: record(name, [(values, scene) for scene in scenes])
    for block in PYTHON.findall(chapters()[section]):
        exec(block, space)
    scenes = {maker.__name__: [values | scene.values for values, scene in found] for maker, found in shown}
    asked = [key for key in questions_of(section) if settled(key)]
    expect_none(key for key in asked if settled(key) not in scenes[round_of(key)[1].demo])
    assert asked or section == "start"


def numbers_of(words):
    """Numbers as they are printed, without what belongs to a symbol."""
    plain = re.sub(r"<[^>]+>", "", words).translate(str.maketrans("", "", ","))
    return [number.removesuffix(".") for number in re.findall(r"(?<![\w.])−?\d+(?:\.\d+)?", plain)]


def others():
    """The blocks outside the chapters, the imports left out."""
    inside = "".join(chapters().values())
    return [block for block in PYTHON.findall(text("teaching"))[1:] if block not in inside]


def test_all_other_code_of_the_guide_runs_and_the_votes_are_counted_as_it_says():
    space, results = {"__name__": "__main__"}, []
    exec(imports(), space)
    for block in others():
        *before, last = block.rstrip("\n").rsplit("\n\n", 1) if "\n\n" in block else ("", block)
        if "class_answers(" in block or last.startswith("class_code"):
            results.append(eval(block, space))
        else:
            exec(block, space)
    code, votes = results
    assert code.voice == "missing"  # as in a notebook where nothing is locked
    assert votes.lecture == "xor" and votes.codes == 1 and votes.twice == 1 and [line for line, _ in votes.wrong] == [4]
    wave = space["wave"](a=2.0)
    assert wave.code() == "wave(a=2.0, b=0.0)" and wave.readout.en == wave.readout.zh
    wave.close()
    wall = space["lecture"](space["wave"], [space["Scene"]("twice as fast", {"a": 2.0})])
    assert wall.values.a == 2.0 and "twice as fast" in wall._hall.presentation.caption.value
    wall.close()
    assert Path("question-1.pdf").stat().st_size > 1000


def test_what_students_hand_in_is_opened_without_outputs_and_the_state_of_widgets(tmp_path):
    command = next(line for line in text("teaching").splitlines() if line.startswith("jupyter nbconvert"))
    book = json.loads((DOCS.parent / "notebooks/03_xor.ipynb").read_text("utf-8"))
    sources = ["".join(cell["source"]) for cell in book["cells"]]
    codes = [cell for cell in book["cells"] if cell["cell_type"] == "code"]
    codes[0]["outputs"] = [{"output_type": "display_data", "data": {"text/html": "<script>x</script>"}, "metadata": {}}]
    book["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {"x": "<script>"}}}
    file = tmp_path / "handed_in.ipynb"
    file.write_text(json.dumps(book), "utf-8")
    subprocess.run([sys.executable, "-m", *command.split()], cwd=tmp_path, check=True, capture_output=True)
    after = json.loads(file.read_text("utf-8"))
    assert "<script>" not in file.read_text("utf-8") and "widgets" not in after["metadata"]
    assert ["".join(cell["source"]) for cell in after["cells"]] == sources
    assert [cell["id"] for cell in after["cells"]] == [cell["id"] for cell in book["cells"]]


def test_a_wall_of_the_guide_is_a_demo_that_is_presented():
    space = {}
    exec(imports(), space)
    block = next(block for block in PYTHON.findall(chapters()["xor"]) if "xor.softness" in block)
    wall = eval(block, space)
    assert isinstance(wall, RunningDemo) and len(wall._hall.presentation.scenes) == 2
    wall.close()


def test_what_the_guide_says_of_the_codes_is_so():
    lengths = []
    for section in LECTURES:
        code = class_codes.write(section, {}, 0)
        lengths.append(len(code.partition("-")[2].replace("-", "")))
    assert f"a code of {min(lengths)} to {max(lengths)} letters" in text("teaching")
    assert round(100 * (1 - _all_differ(100))) == 15 and "about 15%" in text("teaching")
    assert class_codes.BASE**class_codes.CHECK == 961


def _all_differ(students):
    chance = 1.0
    for k in range(students):
        chance *= 1 - k / class_codes.TAGS
    return chance


@pytest.mark.parametrize("variable", ["COURSE_NN_SOLUTIONS", "COURSE_NN_VERDICTS"])
def test_the_table_of_the_exam_is_what_happens(monkeypatch, variable):
    assert f"`{variable}=off`" in text("teaching")
    monkeypatch.setenv(variable, "off")
    assert exercises.solution("xor-easy").hint == exercises.NO_SOLUTIONS
    hidden = variable == "COURSE_NN_VERDICTS"
    assert (exercises.check("xor-easy", [0] * 9).voice == "noted") == hidden
    question = predict("xor-1")
    question.choice.value = "yes"
    question.lock("rather")
    assert (exercises.NO_VERDICTS.en in question.reveal.value) == hidden
    assert isinstance(class_table.class_code(), class_table.StudentCode)


def test_what_was_locked_with_the_verdicts_off_gets_its_own_when_run_again_and_the_right_answers_obey_too(monkeypatch):
    monkeypatch.setenv("COURSE_NN_VERDICTS", "off")
    question = predict("xor-1")
    question.choice.value = "yes"
    question.lock("rather")
    pasted = class_table.class_code().code
    assert not class_table.class_answers(pasted, reveal=True).right
    monkeypatch.setenv("COURSE_NN_VERDICTS", "on")
    assert class_table.class_answers(pasted, reveal=True).right
    assert exercises.NO_VERDICTS.en in question.reveal.value
    assert predict("xor-1") is question and exercises.NO_VERDICTS.en not in question.reveal.value
    question.why.click()
    assert question.question.because["yes"].en in question.reveal.value


def test_an_unknown_name_is_answered_with_all_names_of_the_lecture():
    assert '`solution("xor")`' in text("teaching")
    said = exercises.solution("xor").hint.en
    expect_none(key for key in exercises.exercises_of("xor") if key not in said)


# ---- hosting ---------------------------------------------------------------------------------------------------


def values():
    return yaml.safe_load((DOCS / "values.yaml").read_text("utf-8"))


def measured(language="en"):
    """The table of classroom.py, as numbers a row."""
    block = re.search(r"<!-- classroom -->\n(.*?)<!-- /classroom -->", text("hosting", language), re.S)[1]
    return [[float(n) for n in NUMBER.findall(line)] for line in block.splitlines()[2:] if line.startswith("|")]


def test_the_values_for_kubernetes_have_what_the_guide_explains():
    found = values()
    single, cull = found["singleuser"], found["cull"]
    assert set(found) == {"hub", "proxy", "singleuser", "cull", "scheduling", "prePuller"}
    assert set(single["memory"]) == set(single["cpu"]) == {"guarantee", "limit"} and single["defaultUrl"] == "/lab"
    rest = single["extraFiles"]["kernels-that-rest"]["data"]
    assert rest == json.loads(re.search(r"^\{.*MappingKernelManager.*\}$", text("hosting"), re.M)[0])
    explained = {
        "`timeout` 5400": cull["timeout"],
        "`maxAge` 28800": cull["maxAge"],
        "`cull_idle_timeout` 1200": rest["MappingKernelManager"]["cull_idle_timeout"],
        "64 servers": found["hub"]["concurrentSpawnLimit"],
        "20 places": found["scheduling"]["userPlaceholder"]["replicas"],
        "5400\nsudo tljh-config set services.cull.every": cull["timeout"],
        "services.cull.max_age 28800": cull["maxAge"],
    }
    expect_none(said for said, value in explained.items() if said not in text("hosting") or str(value) not in said)
    assert set(single["extraEnv"]) >= {"COURSE_NN_SOLUTIONS", "COURSE_NN_VERDICTS"}
    assert all(isinstance(value, str) for value in single["extraEnv"].values()), "YAML reads a bare on as true"


def test_what_a_student_is_given_follows_from_what_was_measured():
    single = values()["singleuser"]
    megabytes = {name: int(size.removesuffix("M")) for name, size in single["memory"].items()}
    holding = [row for row in measured() if row[4] <= 1000 * classroom.LIMIT] or measured()[:1]
    students, each = holding[-1][:2]
    share = max(row[3] for row in measured())  # further down the cores are full
    assert students * each < classroom.MEMORY / 2e6, "the guide says that the processor is what limits a class"
    assert 1.25 * each * 1e6 <= megabytes["guarantee"] * 2**20 <= 1.25 * each * 1e6 + 2**26 + 2**20
    assert megabytes["limit"] == 4 * megabytes["guarantee"]
    assert single["cpu"]["guarantee"] == pytest.approx(max(0.05, share / 100), abs=0.006)
    assert measured("zh") == measured()
    cores, memory = 500 * single["cpu"]["guarantee"], 500 * megabytes["guarantee"] / 1024
    assert f"guaranteed {cores:.0f} cores and {memory:.0f} GiB" in text("hosting")


def test_the_link_fetches_a_notebook_of_this_repository_and_opens_it():
    for language in ("en", "zh"):
        link = urlsplit(re.search(r"^https://hub\S+$", text("hosting", language), re.M)[0])
        asked = {name: value for name, (value,) in parse_qs(link.query, strict_parsing=True).items()}
        assert link.path == "/hub/user-redirect/git-pull" and set(asked) == {"repo", "branch", "urlpath"}
        folder = urlsplit(asked["repo"]).path.rsplit("/")[-1]
        place = re.fullmatch(rf"lab/tree/{folder}/(notebooks/\w+\.ipynb)\?autodecode", asked["urlpath"])
        assert (DOCS.parent / place[1]).exists() and urlencode(asked) == link.query


def test_the_class_of_the_guide_is_the_class_that_is_measured():
    shares = [f"{share:.0%}" for share in classroom.CLASS.values()]
    assert re.findall(r"\d+%", text("hosting").partition("<!--")[0]) == shares
    assert f"at most {1 / classroom.PAGE:.0f} pictures a second" in text("hosting")
    assert f"a median of {1000 * classroom.LIMIT:.0f} ms" in text("hosting")


@pytest.fixture
def copied(monkeypatch, tmp_path):
    docs = tmp_path / "docs"
    docs.mkdir()
    for name in ("hosting.md", "hosting.zh-CN.md", "values.yaml"):
        (docs / name).write_text((DOCS / name).read_text("utf-8"), "utf-8")
    monkeypatch.setattr(classroom, "ROOT", tmp_path)
    return docs


def test_a_measurement_is_written_into_both_guides_and_the_values(copied):
    calm, busy = {"median": 0.041, "p95": 0.09}, {"median": 0.2, "p95": 0.4}
    rows = [
        {"students": 5, "memory": 1.0e9, "cpu": 0.16, "opening": 9.4, "others": 0.02, "together": calm} | calm,
        {"students": 10, "memory": 1.9e9, "cpu": 0.14, "opening": 9.4, "others": 0.02, "together": busy} | calm,
        {"students": 15, "memory": 2.8e9, "cpu": 0.12, "opening": 9.4, "others": 0.02, "together": busy} | busy,
    ]
    assert classroom.holds(rows) == 10
    classroom.write(rows, "03_xor")
    for name in ("hosting.md", "hosting.zh-CN.md"):
        written = (copied / name).read_text("utf-8")
        assert (
            "| 10 | 190 MB | 9 s | 14% | 41 / 90 ms | 200 / 400 ms |" in written
            and written.count("<!-- classroom -->") == 1
        )
    single = yaml.safe_load((copied / "values.yaml").read_text("utf-8"))["singleuser"]
    assert single["memory"] == {"guarantee": "256M", "limit": "1024M"} and single["cpu"] == {
        "guarantee": 0.16,
        "limit": 1,
    }
