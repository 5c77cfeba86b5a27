"""The codes of a class: what is written can be read, what is mistyped is noticed, the table counts every student."""

import re
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import cells_of

from course_nn.common.errors import BadInput
from course_nn.common.words import LANGUAGE, Words
from course_nn.lectures import LECTURES
from course_nn.notebook import class_answers, class_code, class_codes, class_table, forget, predict
from course_nn.notebook.class_codes import LONGEST, PLACES, TAGS, Read, axis_of, find, numbers_of_notebooks, read, write
from course_nn.notebook.code_letters import LETTERS
from course_nn.notebook.exercises import questions_of

ASKING = [lecture for lecture in LECTURES if questions_of(lecture)]  # in the last one, all is built
NOBODY = {key: None for key in questions_of("xor")}


def code(tag, lecture="xor", **answers):
    return write(lecture, {f"{lecture}-{name.strip('_')}": chosen for name, chosen in answers.items()}, tag)


def letters(text):
    return text.replace("-", "")


def sayable(question):
    """All that a code can say of a question that was answered."""
    mark = axis_of(question)
    return [float(mark.at(place / (PLACES - 1))) for place in range(PLACES)] if mark else question.options


def set_at(share):
    """The number of xor-4 at this share of its axis, as a code has it."""
    mark = axis_of(questions_of("xor")["xor-4"])
    return float(mark.at(round(share * (PLACES - 1)) / (PLACES - 1)))


@st.composite
def answered(draw):
    lecture = draw(st.sampled_from([*LECTURES]))
    options = {key: [None, *sayable(question)] for key, question in questions_of(lecture).items()}
    answers = {key: draw(st.sampled_from(choices)) for key, choices in options.items()}
    return Read(lecture, answers, draw(st.integers(0, TAGS - 1)))


@pytest.fixture(autouse=True)
def a_new_notebook(monkeypatch):
    class_table._random_tag.cache_clear()
    yield
    LANGUAGE.shown = "both"


def lock(key, option):
    question = predict(key)
    question.choice.value = option
    question.lock("rather")


@settings(max_examples=100, deadline=None)
@given(answered())
def test_what_is_written_is_read_again(student):
    written = write(*student)
    assert read(written) == student and len(letters(written)) <= LONGEST


@pytest.mark.parametrize("lecture", LECTURES)
def test_one_wrong_letter_is_always_noticed_and_so_are_two_that_change_places(lecture):
    word = letters(code(12_345, lecture))
    for place, other in ((place, other) for place in range(len(word)) for other in LETTERS if other != word[place]):
        assert read(word[:place] + other + word[place + 1 :]) is None
    for i, j in combinations(range(len(word)), 2):
        if word[i] != word[j]:
            assert read(word[:i] + word[j] + word[i + 1 : j] + word[i] + word[j + 1 :]) is None


def test_two_wrong_letters_are_always_noticed_and_of_three_one_in_961_is_not():
    rng = np.random.default_rng(0)
    word = np.array([LETTERS.index(letter) for letter in letters(code(777))])

    def passes(wrong):
        """How many of 20,000 words with so many wrong letters have the right sums."""
        places = rng.permuted(np.tile(np.arange(len(word)), (20_000, 1)), axis=1) < wrong
        words = word + places * rng.integers(1, 31, places.shape)
        weights = np.arange(len(word), 0, -1)
        return int(((words.sum(axis=1) % 31 == 0) & (words @ weights % 31 == 0)).sum())

    assert passes(2) == 0 and passes(3) == pytest.approx(20_000 / 961, abs=15)


def test_every_notebook_has_a_beginning_of_its_own_in_letters_of_a_code():
    numbers = numbers_of_notebooks()
    assert len(set(numbers.values())) == len(LECTURES) and set("".join(numbers.values())) <= set(LETTERS)
    assert numbers["xor"] == "03" and numbers["primer"] == "01B"


@pytest.mark.parametrize(
    "typed",
    [
        str.lower,
        lambda text: text.replace("-", " "),
        lambda text: text.replace("-", "—"),
        lambda text: letters(text),
        lambda text: f"  {text}　",
        lambda text: text.replace("-", "-\n"),
        lambda text: "".join(chr(ord(letter) + 0xFEE0) for letter in text),  # full width
        lambda text: text.replace("0", "O").replace("1", "l").replace("2", "z"),
        lambda text: f"Anna (10:32): {text} :)",
        lambda text: f"安娜：{text}，谢谢！",
        lambda text: f"安娜{text}谢谢",
    ],
)
def test_a_code_may_be_typed_in_many_ways(typed):
    student = Read("xor", NOBODY | {"xor-1": "no", "xor-4": set_at(0.9)}, 1021)
    found = find(typed(write(*student)))
    assert [one for _, one in found.codes] == [student] and not found.none and not found.others


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, TAGS - 1), min_size=1, max_size=30, unique=True), st.data())
def test_any_list_of_codes_is_found_with_its_lines_and_what_is_none_with_its_own(tags, data):
    lines, wanted, none = [], [], []
    for line, tag in enumerate(tags, 1):
        word = code(tag, _1="yes")
        if data.draw(st.booleans()):
            lines.append(word)
            wanted.append((line, tag))
        else:
            place = data.draw(st.integers(3, len(word) - 1).filter(lambda k, word=word: word[k] != "-"))
            other = data.draw(st.sampled_from(LETTERS).filter(lambda letter, k=place, word=word: letter != word[k]))
            lines.append(word[:place] + other + word[place + 1 :])
            none.append(line)
    found = find("\n".join(lines))
    assert [(line, one.tag) for line, one in found.codes] == wanted
    assert [line for line, _ in found.none] == none


def test_several_codes_may_stand_in_one_line_and_a_bad_one_among_them_is_named():
    found = find(f"{code(1)} {code(2)}, {code(3)}; 03-AAAA-BBB-CCC {code(4)}、{code(5)}")
    assert [one.tag for _, one in found.codes] == [1, 2, 3, 4, 5] and [line for line, _ in found.none] == [1]


def test_a_code_that_comes_twice_counts_once_and_the_fuller_one_of_a_student_counts():
    early, late, other = code(9, _1="yes"), code(9, _1="yes", _2="3"), code(9, _1="no")
    found = find("\n".join([early, early, late, other, early]))
    assert found.twice == 3
    assert [one.answers for _, one in found.codes] == [
        NOBODY | {"xor-1": "yes", "xor-2": "3"},
        NOBODY | {"xor-1": "no"},
    ]


def test_a_number_that_was_set_is_read_within_half_a_place_and_a_band_by_its_middle():
    mark = axis_of(questions_of("xor")["xor-4"])
    for value in (mark.low, 46, 77.7, mark.high, (20, 40)):
        found = read(code(1, _4=value)).answers["xor-4"]
        assert abs(mark.share(found) - mark.share(mark.middle(value))) <= 0.5 / (PLACES - 1) + 1e-9


def test_of_a_curve_that_was_drawn_the_table_says_that_it_counts_the_nearest_option():
    table = class_answers(write("losses", {"losses-1": "never"}, 0))
    assert "the option that is nearest" in repr(table) and "最接近它的选项" in table._repr_html_()
    table = class_answers(write("losses", {"losses-2": next(iter(questions_of("losses")["losses-2"].options))}, 0))
    assert "nearest" not in repr(table)


def test_the_table_says_the_median_of_numbers_that_were_set_and_counts_the_second_answer():
    values = [10, 40, 50, 60, 90]
    codes = [write("xor", {"xor-4": 100}, tag, {"xor-4": value}) for tag, value in enumerate(values)]
    table = class_answers("\n".join(codes))
    mark = axis_of(questions_of("xor")["xor-4"])
    assert np.median(table.values["xor-4"]) == pytest.approx(50, abs=mark.high / (PLACES - 1) / 2)
    assert "Median 50" in repr(table) and "中位数 50" in table._repr_html_()
    assert sum(table.counts["xor-4"].values()) == len(values)


def test_two_students_who_agree_both_count():
    votes = class_answers(f"{code(1, _1='yes')}\n{code(2, _1='yes')}").counts["xor-1"]
    assert votes == {key: 2 * (key == "yes") for key in questions_of("xor")["xor-1"].options}


def test_the_student_who_comes_after_forget_counts_as_another_one():
    codes = []
    for _ in range(2):
        lock("xor-1", "no")
        codes.append(class_code().code)
        forget()
    assert len({read(one).tag for one in codes}) == 2


def test_the_table_counts_each_question_in_order_with_its_options_in_order():
    codes = [code(1, _1="yes", _3="four"), code(2, _3="zeros", _1="no"), code(3, _3="zeros", _gates="2")]
    table = class_answers("\n".join(codes))
    assert table.codes == 3 and [*table.counts] == ["xor-1", "xor-gates", "xor-3"]
    assert table.counts["xor-3"] == {"four": 1, "some": 0, "zeros": 2} and not table.wrong and not table.right
    page, text = table._repr_html_(), repr(table)
    for words in (questions_of("xor")["xor-3"].ask, questions_of("xor")["xor-3"].options["zeros"]):
        assert words.en in page and words.zh in page and words.en in text and words.zh in text
    assert "2 (67%)" in page and "✓" not in page


@pytest.mark.parametrize(
    "talk",
    [
        "Ben Müller",
        "10:24 Anna hat geschrieben",
        "03-Tutor Tim",
        "10 Ben Tom Kim",
        "03",
        "2027-03-14",
        "03 ok nice one",
    ],
)
def test_names_times_and_talk_are_not_said_to_be_mistyped(talk):
    table = class_answers(f"{code(1, _1='yes')}\n{talk}\n{code(2, _1='yes')}")
    assert table.codes == 2 and not table.wrong and table.others == 1
    assert talk not in table._repr_html_()


def test_what_is_pasted_takes_time_in_proportion_to_its_length():
    def looked_at(students):
        counted, read = [0], class_codes.read
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(class_codes, "read", lambda word: counted.__setitem__(0, counted[0] + 1) or read(word))
            find("\n".join(f"Student {tag}: {code(tag, _1='yes')} (10:{tag % 60:02})" for tag in range(students)))
        return counted[0]

    assert looked_at(400) < 2.2 * looked_at(200)


def test_the_questions_are_looked_at_once_however_many_codes_come(monkeypatch):
    codes = "\n".join(code(tag, _1="yes") for tag in range(50))
    known, looked = find(codes), []
    monkeypatch.setattr(class_codes, "questions_of", looked.append)
    monkeypatch.setattr(class_codes, "axis_of", looked.append)
    assert find(codes) == known and len(known.codes) == 50 and not looked


def test_the_right_answers_are_marked_once_they_are_revealed(monkeypatch):
    table = class_answers(code(1, _1="yes", _3="four"), reveal=True)
    assert table.right == {"xor-1": "no", "xor-3": "zeros"}
    assert table._repr_html_().count('cn-right-one"') == 2 and "✓" in repr(table)
    monkeypatch.setenv("COURSE_NN_VERDICTS", "off")
    assert not class_answers(code(1, _1="yes"), reveal=True).right


def test_codes_of_another_notebook_and_of_another_edition_are_named_by_line(monkeypatch):
    old = code(5, _1="yes")
    monkeypatch.setattr(class_codes, "_edition", lambda lecture: "00")
    typo = "<b>Ben</b>: 03-AAAA-BBB-CCC"
    codes = "\n".join([code(1, _1="yes"), code(2, _1="no"), code(3, "neurons"), old, typo, "<b>hello</b>"])
    table = class_answers(codes)
    assert table.lecture == "xor" and table.codes == 2 and table.others == 1
    (other, edition, none) = [(line, words.en, words.zh) for line, words in table.wrong]
    assert other == (3, "a code of Neurons.", "这是“神经元”的代码。")
    assert edition[0] == 4 and "another edition" in edition[1] and "版本不同" in edition[2]
    assert none == (
        5,
        "“03-AAAA-BBB-CCC” is not a code: perhaps it was mistyped.",
        "“03-AAAA-BBB-CCC”不是代码，可能有误。",
    )
    assert "Ben" not in table._repr_html_() and "hello" not in table._repr_html_()
    assert class_answers(codes, "neurons").codes == 1


@pytest.mark.parametrize("lecture", ASKING)
def test_the_edition_changes_with_the_questions_and_their_options_and_not_with_the_order_of_these(lecture, monkeypatch):
    seen = {class_codes._edition.__wrapped__(lecture)}
    questions = questions_of(lecture)
    key, question = next((key, question) for key, question in questions.items() if not axis_of(question))
    changed = [
        questions | {f"{lecture}-new": question},
        questions | {key: question._replace(options=question.options | {"more": Words("more", "更多")})},
        questions | {key: question._replace(options=dict(reversed(question.options.items())))},
    ]
    for asked in changed:
        monkeypatch.setattr(class_codes, "questions_of", lambda lecture, asked=asked: asked)
        seen.add(class_codes._edition.__wrapped__(lecture))
    assert len(seen) == len(changed), "the last one has another order alone"


def test_nothing_but_nonsense_gives_a_sentence_and_what_is_no_text_an_error():
    for text in ("", "\n\n", "hello\nworld"):
        table = class_answers(text)
        assert table.lecture is None and "No code was found" in repr(table) and "没有找到代码" in table._repr_html_()
    with pytest.raises(BadInput, match="expected the codes as one text, got list"):
        class_answers([code(1)])
    with pytest.raises(BadInput, match="did you mean 'xor'"):
        class_answers(code(1), "xro")


def test_a_student_gets_a_code_of_what_is_locked_and_no_more():
    assert class_code().voice == "missing" and "尚未" in repr(class_code())
    predict("xor-1").choice.value = "yes"  # chosen, not locked
    assert class_code().voice == "missing"
    lock("xor-1", "yes")
    estimate = predict("xor-4")
    estimate.setting.put(set_at(0.9))
    estimate.lock("rather")
    mine = class_code()
    assert read(mine.code).answers == NOBODY | {"xor-1": "yes", "xor-4": set_at(0.9)}
    assert (
        f"2 of {len(NOBODY)}" in repr(mine)
        and f"已答 2 题，共 {len(NOBODY)} 题" in mine._repr_html_()
        and mine.code in mine._repr_html_()
    )
    assert class_code() == mine, "the tag is drawn once"
    assert "nearest option" not in repr(mine), "nothing was drawn"


def test_a_student_who_drew_a_curve_is_told_that_the_code_holds_the_nearest_option():
    lock("gradient_descent-3", next(iter(questions_of("gradient_descent")["gradient_descent-3"].options)))
    mine = repr(class_code())
    assert "it holds the nearest option" in mine and "最接近它的选项" in mine


def test_a_notebook_with_questions_of_two_lectures_gives_a_code_of_each():
    lock("neurons-4", "16")
    lock("xor-1", "no")
    lock("xor-2", "3")
    assert read(class_code().code).lecture == "xor" and read(class_code("neurons").code).lecture == "neurons"
    assert class_code("primer").voice == "missing" and "did you mean 'neurons'" in repr(class_code("neuron"))


def test_the_table_says_what_it_says_in_the_readers_language():
    table = class_answers(f"{code(1, _1='yes')}\n03-AAAA-BBB-CCC")
    LANGUAGE.shown = "zh"
    assert "异或" in repr(table) and "第 2 行" in repr(table) and "Line" not in repr(table)
    LANGUAGE.shown = "en"
    assert "Line 2: “03-AAAA-BBB-CCC” is not a code" in repr(table) and "行" not in repr(table)


@pytest.mark.parametrize("lecture", ASKING)
def test_every_notebook_that_asks_has_class_code_at_hand(lecture):
    first, *cells = cells_of(LECTURES[lecture].notebook, "code").values()
    assert any("predict(" in cell for cell in cells)
    names = {}
    exec(first, names)
    assert names["class_code"] is class_code
    lock(re.search(r'predict\("(.+?)"\)', "".join(cells))[1], None)  # it is asked, and not answered yet
    assert eval("class_code()", names).voice == "missing"
