"""Files for a learning platform: every question once, with its words, its one right option and the reply to each."""

import base64
import io
import re
import zipfile
from functools import cache
from html import unescape
from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from offenders import expect_none
from PIL import Image
from questions import command, entries, moodle, qti
from questions.definitions import TITLE, definitions, question_stands_first
from questions.markup import markup
from questions.numbers import DRAWN, NEAR, Number, note_on, number_of
from questions.pictured import PICTURES, WORDS, as_png

from course_nn.common.words import LANGUAGE, Words, drawn_in
from course_nn.lectures import LECTURES, round_of
from course_nn.notebook.exercises import LETTERS, Prediction, questions_of
from course_nn.notebook.inventory_form import items_as_predictions
from course_nn.stage.estimates import Mark

EVERY = {key: question for section in LECTURES for key, question in questions_of(section).items()}
VEILED = {key for key in EVERY if round_of(key)[1].demo and question_stands_first(key)} - {*PICTURES}
PICTURED = VEILED | {*PICTURES}
EACH = pytest.mark.parametrize(
    "section", [pytest.param(name, marks=() if name == "xor" else pytest.mark.thorough) for name in LECTURES]
)
BOTH = ["en", "zh"]
Q, CP = f"{{{qti.QTI}}}", f"{{{qti.CP}}}"
MULTILANG = re.compile(  # what Moodle's filter takes for one text in several languages, and how it parts them
    r'(<span(\s+lang="[a-zA-Z0-9_-]+"|\s+class="multilang"){2}\s*>.*?</span>)'
    r'(\s*<span(\s+lang="[a-zA-Z0-9_-]+"|\s+class="multilang"){2}\s*>.*?</span>)+',
    re.I | re.S,
)
A_SPAN = re.compile(r'<(?:lang|span)[^>]+lang="([a-zA-Z0-9_-]+)"[^>]*>(.*?)</(?:lang|span)>', re.I | re.S)
IDENTIFIER = re.compile(r"[A-Za-z_][\w.-]*", re.A)


@pytest.fixture
def unanswered(monkeypatch):
    """All questions at once: nothing is trained to find the right option, and no picture is drawn."""
    monkeypatch.setattr(Prediction, "right", lambda self: next(iter(self.options)))
    monkeypatch.setattr(entries, "image_of", lambda key, language: None)
    monkeypatch.setattr(entries, "number_of", lambda estimate: None)
    return {section: entries.entries_of(section, BOTH) for section in LECTURES}


@cache
def answered(section):
    return {section: entries.entries_of(section, BOTH)}


def multichoice(lectures, languages=BOTH, certainty=False):
    """{key: its element} of a Moodle file."""
    root = ET.fromstring(moodle.quiz(lectures, languages, certainty))
    return {one.findtext("idnumber"): one for one in root.findall("question[@type='multichoice']")}


def shown(html, code):
    """The plain words that Moodle shows to whoever reads in this language."""

    def one(match):
        said = dict(A_SPAN.findall(match[0]))
        return said.get(code, said["en"])

    return unescape(re.sub(r"<[^>]+>", "", MULTILANG.sub(one, html)))


def unpacked(lectures, key):
    with zipfile.ZipFile(io.BytesIO(qti.package(lectures, key))) as folder:
        assert folder.testzip() is None
        return {name: folder.read(name) for name in folder.namelist()}


# ---- which picture ------------------------------------------------------------------------------------------


def test_each_question_that_is_given_a_picture_exists_and_so_does_its_setting():
    expect_none(key for key in PICTURES if key not in EVERY)
    for section, demo, values in PICTURES.values():
        described = import_module(LECTURES[section].home)
        spec = getattr(described, demo).__wrapped__.__globals__["CONTROLS"]
        expect_none((demo, name) for name, value in values.items() if spec[name].check(value) != value)


def test_each_question_that_speaks_of_a_picture_has_one_and_so_has_each_that_stands_first_in_its_round():
    asking = {key for key, question in EVERY.items() if WORDS.search(question.ask.en)}
    assert asking <= PICTURED and len(asking) >= 2 and len(VEILED) > 100


@pytest.mark.parametrize("language", BOTH)
def test_the_picture_of_a_round_is_its_demo_below_its_veil_and_its_text_says_no_number(language):
    image, demo = entries.image_of("xor-2", language), import_module(LECTURES["xor"].home).xor_network()
    sent, bare = (Image.open(io.BytesIO(data)).convert("RGB") for data in (image.data, as_png(demo.frame.pixels)))
    demo.picture.veil = demo.spec.veil_of("xor-2")
    with drawn_in(language):
        demo.picture.paint()
        demo.picture.show(demo.result, demo.values)
    veiled = Image.open(io.BytesIO(as_png(demo.frame.pixels))).convert("RGB")
    demo.close()
    assert sent.tobytes() == veiled.tobytes() != bare.tobytes()
    assert not re.search(r"\d", image.alt)


def test_what_is_defined_before_a_question_is_there_with_its_formulas_and_without_links():
    found = {key: definitions(key) for key in EVERY}
    assert all(any(found[key]) == question_stands_first(key) for key in VEILED), "each round begins with some words"
    for key, both in found.items():
        for html in both:
            assert not re.search(r"<(?:a|div|span)\b|\$|\\\w| (?:href|class|lang)=", html), key
            ET.fromstring(f"<div>{html}</div>")
    assert "<math" in found["deep_vs_shallow-9"].en and "<math" in found["deep_vs_shallow-9"].zh
    assert not any(found["xor-corners"]), "it is asked later in its round"


# ---- Moodle -------------------------------------------------------------------------------------------------


def test_every_question_is_there_once_under_the_category_of_its_lecture(unanswered):
    root, place, found = ET.fromstring(moodle.quiz(unanswered, BOTH)), None, []
    for one in root:
        if one.get("type") == "category":
            place = one.findtext("category/text")
        else:
            found.append((one.findtext("idnumber"), place))
    assert [key for key, _ in found] == [*EVERY]
    named = {key: f"course_nn/{entries.category(key.split('-')[0]).en}" for key in EVERY}
    expect_none((key, place) for key, place in found if place != named[key])
    assert named["xor-1"] == "course_nn/03 XOR" and named["primer-1"] == "course_nn/01b Primer"


def test_every_reader_gets_all_words_in_the_own_language_and_no_others(unanswered):
    for key, one in multichoice(unanswered).items():
        question = EVERY[key]
        for language, code in (("en", "en"), ("zh", "zh_cn"), ("en", "fr")):
            ask, answers = shown(one.findtext("questiontext/text"), code), one.findall("answer")
            assert ask.endswith(getattr(question.ask, language)), key
            assert ask.count(getattr(TITLE, language)) == any(definitions(key)), key
            assert not any(definitions(key)) or getattr(TITLE, {"en": "zh", "zh": "en"}[language]) not in ask, key
            said = [(shown(a.findtext("text"), code), shown(a.findtext("feedback/text"), code)) for a in answers]
            wanted = [(question.options[option], question.because[option]) for option in question.options]
            assert said == [tuple(getattr(words, language) for words in pair) for pair in wanted], key


@pytest.mark.parametrize("language", BOTH)
def test_one_language_alone_needs_no_filter(language, unanswered):
    written = moodle.quiz(unanswered, [language]).decode()
    assert "multilang" not in written
    other = {"en": "zh", "zh": "en"}[language]
    for key, one in multichoice(unanswered, [language]).items():
        assert getattr(EVERY[key].ask, other) not in one.findtext("questiontext/text")
        assert f"{key}: {getattr(round_of(key)[1].title, language)}" == one.findtext("name/text")


@EACH
def test_exactly_the_right_option_is_worth_all_and_each_other_nothing(section):
    for key, one in multichoice(answered(section)).items():
        worth = dict(zip(EVERY[key].options, (a.get("fraction") for a in one.findall("answer"))))
        assert worth == {option: "100" if option == EVERY[key].right() else "0" for option in EVERY[key].options}
        assert one.findtext("single") == "true" and one.findtext("shuffleanswers") == "false"


@pytest.mark.parametrize("form", "AB")
def test_a_form_of_the_inventory_is_a_category_of_its_own_with_its_right_options(form):
    section, asked = f"inventory-{form}", items_as_predictions(form)
    found = multichoice({section: entries.entries_of(section, ["en", "zh"])})
    assert [*found] == [*asked] and len(asked) == 22
    for key, one in found.items():
        worth = dict(zip(asked[key].options, (a.get("fraction") for a in one.findall("answer"))))
        assert [option for option, share in worth.items() if share == "100"] == [asked[key].right()]
        assert all(a.findtext("feedback/text") for a in one.findall("answer"))


@EACH
def test_each_picture_decodes_and_stands_above_its_question_in_both_languages(section):
    for key, one in multichoice(answered(section)).items():
        files = {file.get("name"): base64.b64decode(file.text) for file in one.findall("questiontext/file")}
        named = re.findall(r'<img src="@@PLUGINFILE@@/(\S+)" alt="[^"]{10,}">', one.findtext("questiontext/text"))
        wanted = [f"{key}.{language}.png" for language in BOTH] if key in PICTURED else []
        assert named == [*files] == wanted
        assert all(Image.open(io.BytesIO(data)).convert("RGB").size[0] > 200 for data in files.values())
        assert all(len(data) < 60_000 for data in files.values())
        if files:
            assert one.findtext("questiontext/text").index("<img") < one.findtext("questiontext/text").index(
                markup(EVERY[key].ask.en)
            )
    assert LANGUAGE.shown == "both"


def test_certainty_brings_a_description_for_each_lecture_and_a_tag_for_each_question(unanswered):
    root = ET.fromstring(moodle.quiz(unanswered, BOTH, certainty=True))
    said = [one.findtext("questiontext/text") for one in root.findall("question[@type='description']")]
    assert len(said) == len(LECTURES) and "C=3, sure: 3 or −6" in shown(said[0], "en")
    for one in multichoice(unanswered, certainty=True).values():
        assert "certainty" in [tag.findtext("text") for tag in one.findall("tags/tag")]
        assert float(one.findtext("defaultgrade")) == 1, "by which Moodle multiplies the certainty"
    assert not ET.fromstring(moodle.quiz(unanswered, BOTH)).findall("question[@type='description']")


def test_words_are_escaped_but_for_the_tags_that_they_may_hold():
    assert markup("z < 0 & x<sub>1</sub> <script>") == "z &lt; 0 &amp; x<sub>1</sub> &lt;script&gt;"


# ---- QTI ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", BOTH)
def test_a_package_lists_each_of_its_files_once_and_holds_each_that_it_lists(language, unanswered):
    files = unpacked(unanswered, language)
    manifest = ET.fromstring(files.pop("imsmanifest.xml"))
    listed = [file.get("href") for file in manifest.iter(f"{CP}file")]
    assert sorted(listed) == sorted(files) and len(listed) == len(EVERY) + len(LECTURES)
    resources = {one.get("identifier"): one for one in manifest.iter(f"{CP}resource")}
    needed = [other.get("identifierref") for other in manifest.iter(f"{CP}dependency")]
    assert sorted(needed) == sorted(f"res_{key}" for key in EVERY) and {*needed} < {*resources}
    for section in LECTURES:
        asked = [ref.get("href") for ref in ET.fromstring(files[f"test_{section}.xml"]).iter(f"{Q}assessmentItemRef")]
        assert asked == [f"{key}.xml" for key in questions_of(section)]


@pytest.mark.parametrize("language", BOTH)
def test_an_item_has_its_parts_in_the_order_of_the_standard_and_all_words(language, unanswered):
    files = unpacked(unanswered, language)
    for key, question in EVERY.items():
        item, options = ET.fromstring(files[f"{key}.xml"]), [*question.options]
        parts = [part.tag.removeprefix(Q) for part in item]
        assert parts == ["responseDeclaration", *["outcomeDeclaration"] * 2, "itemBody", "responseProcessing"] + [
            "modalFeedback"
        ] * len(options)
        choice = item.find(f"{Q}itemBody/{Q}choiceInteraction")
        assert "".join(choice.find(f"{Q}prompt").itertext()) == getattr(question.ask, language)
        said = {one.get("identifier"): "".join(one.itertext()) for one in choice.iter(f"{Q}simpleChoice")}
        assert said == {letter: getattr(question.options[k], language) for letter, k in zip(LETTERS, options)}
        replies = {one.get("identifier"): "".join(one[0].itertext()) for one in item.iter(f"{Q}modalFeedback")}
        assert replies == {letter: getattr(question.because[k], language) for letter, k in zip(LETTERS, options)}


def test_identifiers_are_such_as_the_standard_allows(unanswered):
    for name, data in unpacked(unanswered, "en").items():
        found = [one.get("identifier") for one in ET.fromstring(data).iter() if one.get("identifier")]
        expect_none((name, one) for one in found if not IDENTIFIER.fullmatch(one))


@EACH
@pytest.mark.parametrize("language", BOTH)
def test_the_right_option_is_the_computed_one_and_pictures_are_files_with_a_text(section, language):
    files = unpacked(answered(section), language)
    for key, question in questions_of(section).items():
        item = ET.fromstring(files[f"{key}.xml"])
        right = item.findtext(f"{Q}responseDeclaration/{Q}correctResponse/{Q}value")
        if isinstance(question.estimate(), Mark):
            assert float(right) == pytest.approx(question.estimate().truth(), rel=0.01)
        else:
            assert dict(zip(LETTERS, question.options))[right] == question.right()
        images = [*item.iter(f"{Q}img")]
        assert bool(images) == (key in PICTURED)
        for image in images:
            assert Image.open(io.BytesIO(files[image.get("src")])).format == "PNG" and 10 < len(image.get("alt")) <= 256


def test_the_same_questions_make_the_same_files(unanswered):
    assert qti.package(unanswered, "en") == qti.package(unanswered, "en")


# ---- what is set or drawn in the course -------------------------------------------------------------------------

A_NUMBER = Number(9.8, 6.0, 5.0, 0, 100, Words("%", "%"))


@pytest.fixture
def numerical(unanswered):
    """The first question of a lecture asks for a number."""
    first, *rest = unanswered["xor"]
    return {"xor": [first._replace(number=A_NUMBER), *rest]}


def test_a_mark_is_a_number_that_counts_as_near_as_the_starts_differ_or_a_share_of_its_axis():
    estimate = EVERY["regularization-7"].estimate()
    number, (low, high) = number_of(estimate), estimate.spread()
    assert number.value == pytest.approx(estimate.truth(), rel=0.01)
    assert number.value - number.below <= low * 1.01 and number.value + number.above >= high * 0.99
    assert number.below >= 0.99 * NEAR * 100 and (number.low, number.high) == (0, 100)
    log = EVERY["backpropagation-10"].estimate()
    number = number_of(log)
    shares = log.share([number.value - number.below, number.value, number.value + number.above])
    assert shares[1:] - shares[:-1] == pytest.approx(NEAR, abs=0.003)


def test_a_platform_takes_the_number_that_is_measured_with_its_tolerance_and_says_what_is_left_out(numerical):
    root = ET.fromstring(moodle.quiz(numerical, BOTH))
    (one,) = root.findall("question[@type='numerical']")
    right, other = one.findall("answer")
    assert (right.get("fraction"), right.findtext("text"), right.findtext("tolerance")) == ("100", "9.8", "6")
    assert (other.get("fraction"), other.findtext("text")) == ("0", "*")
    for code, language in moodle.CODES.items():
        ask = shown(one.findtext("questiontext/text"), language)
        assert getattr(A_NUMBER.asks(), code) in ask and "9.8" not in ask
        assert getattr(A_NUMBER.says(), code) in shown(other.findtext("feedback/text"), language)
    assert "cannot be given here" in A_NUMBER.asks().en and "不能" in A_NUMBER.asks().zh
    assert not one.findall("single") and len(multichoice(numerical)) == len(numerical["xor"]) - 1


@pytest.mark.parametrize("language", BOTH)
def test_an_item_of_the_standard_takes_such_a_number(numerical, language):
    key = numerical["xor"][0].key
    item = ET.fromstring(unpacked(numerical, language)[f"{key}.xml"])
    declared, equal = item.find(f"{Q}responseDeclaration"), next(item.iter(f"{Q}equal"))
    assert declared.get("baseType") == "float" and declared.findtext(f"{Q}correctResponse/{Q}value") == "9.8"
    assert (equal.get("toleranceMode"), equal.get("tolerance")) == ("absolute", "6 5")
    assert [*item.iter(f"{Q}textEntryInteraction")] and not [*item.iter(f"{Q}choiceInteraction")]
    assert "9.8" not in "".join(item.find(f"{Q}itemBody").itertext())
    (reply,) = item.iter(f"{Q}modalFeedback")
    assert "9.8" in "".join(reply.itertext()) and getattr(A_NUMBER.asks(), language) in "".join(item.itertext())


def test_a_curve_leaves_its_options_and_a_note_on_what_is_left_out(unanswered):
    (drawn,) = (entry for entry in unanswered["deep_vs_shallow"] if entry.key == "deep_vs_shallow-8")
    assert drawn.note == DRAWN == note_on(EVERY[drawn.key].estimate()) and drawn.number is None
    one = multichoice({"deep_vs_shallow": [drawn]})[drawn.key]
    item = unpacked({"deep_vs_shallow": [drawn]}, "zh")[f"{drawn.key}.xml"].decode()
    assert DRAWN.en in shown(one.findtext("questiontext/text"), "en") and DRAWN.zh in item
    assert len(one.findall("answer")) == len(drawn.question.options)


# ---- readers that others wrote --------------------------------------------------------------------------------


def test_a_reader_of_moodle_xml_finds_every_question(unanswered):
    reader = pytest.importorskip("moodle_xml_parser.parser")
    found = reader.parse_bytes(moodle.quiz(unanswered, BOTH))["multichoice"]
    assert [one.name.partition(":")[0] for one in found] == [*EVERY]
    for one in found:
        assert sorted(option.score_fraction for option in one.options)[-2:] == [0, 100] and one.single
        assert all(option.feedback for option in one.options) and not one.shuffle_answers


@pytest.mark.thorough
def test_an_implementation_of_the_standard_reads_every_file_of_a_package_and_finds_nothing_wrong(
    unanswered, tmp_path, caplog
):
    content = pytest.importorskip("pyslet.imscpv1p2", exc_type=ImportError)
    reader = pytest.importorskip("pyslet.qtiv2.xml", exc_type=ImportError)
    (tmp_path / "all.zip").write_bytes(qti.package(unanswered, "zh"))
    package, kinds = content.ContentPackage(str(tmp_path / "all.zip")), []
    for resource in package.manifest.root.Resources.Resource:
        entry = resource.get_entry_point()
        document = reader.QTIDocument(base_uri=str(entry.resolve_uri(entry.href)))
        document.read()
        kinds.append(type(document.root).__name__)
    package.close()
    assert kinds.count("AssessmentItem") == len(EVERY) and kinds.count("AssessmentTest") == len(LECTURES)
    assert not caplog.records


def test_the_guides_say_how_many_questions_there_are_and_how_many_bring_a_picture():
    english, chinese = (Path(__file__).parents[2] / f"docs/teaching{end}.md" for end in ("", ".zh-CN"))
    number, pictured = len(EVERY), len(PICTURED)
    said, in_chinese = (re.sub("<!--.*?-->", "", page.read_text("utf-8")) for page in (english, chinese))
    assert f"All {number} predictions" in said and f"{pictured} questions come with one" in said
    assert f"全部 {number} 道预测题" in in_chinese


# ---- the command ----------------------------------------------------------------------------------------------


def test_the_command_writes_a_file_for_each_platform_and_says_how_large_it_is(tmp_path, capsys):
    out = tmp_path / "questions"
    assert command.main(["start", "--out", str(out), "--language", "zh", "--certainty"]) == 0
    assert sorted(path.relative_to(out).as_posix() for path in out.rglob("*.*")) == [
        "moodle/00_start_here.xml",
        "qti/00_start_here.zh.zip",
    ]
    assert f"questions: {len(questions_of('start'))}, " in capsys.readouterr().out
    assert "course_nn/00 从这里开始" in (out / "moodle/00_start_here.xml").read_text("utf-8")


@pytest.mark.parametrize(
    "arguments, sentence",
    [(["xro"], "did you mean 'xor'?"), (["--language", "fr"], "unknown language 'fr'")],
)
def test_bad_input_is_one_sentence_in_both_languages(arguments, sentence, tmp_path, capsys):
    assert command.main([*arguments, "--out", str(tmp_path / "questions")]) == 2
    english, chinese = capsys.readouterr().err.strip().split("\n")
    assert sentence in english and re.search("[\u4e00-\u9fff]", chinese)


def test_a_folder_that_cannot_be_written_is_named(tmp_path, capsys):
    (tmp_path / "file").write_text("in the way")
    assert command.main(["start", "--out", str(tmp_path / "file" / "questions")]) == 2
    assert "choose another folder with --out" in capsys.readouterr().err
