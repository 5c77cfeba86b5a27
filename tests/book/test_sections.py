"""A page is folded under its headings of level two, and of a round only what holds on the page is shown."""

from book.pages import done_here
from book.sections import opened, sections_of
from book.veiled import asked_in, demo_of, round_at, veiled

from course_nn.lectures import start

CELLS = [
    ("title", "<h1>T</h1>", ""),
    ("note", "<p>n</p>", ""),
    ("a-predict", "<h2>First <em>one</em></h2>\n<p>words</p>", ""),
    ("a-play", '<figure class="demo"></figure>', "What?"),
    ("b-predict", "<h2>Second</h2>", ""),
    ("b-play", '<figure class="demo"></figure>', "And now?"),
    ("empty", "<h2>Nothing</h2>", ""),
]


def test_a_section_has_its_heading_its_question_and_all_cells_up_to_the_next_heading():
    head, (first, second) = sections_of(CELLS)
    assert "<h1>T</h1>" in head and '<div id="note">' in head
    assert (first.key, first.title, first.ask) == ("a-predict", "First <em>one</em>", "What?")
    assert "<h2>" not in first.html and "words" in first.html and '<div id="a-play">' in first.html
    assert (second.ask, second.key) == ("And now?", "b-predict")


def test_a_heading_below_which_nothing_is_left_has_no_section():
    assert [one.key for one in sections_of(CELLS)[1]] == ["a-predict", "b-predict"]


def test_the_first_section_with_a_picture_is_open_and_none_where_there_is_no_picture():
    _, sections = sections_of([("words", "<h2>Words</h2><p>w</p>", ""), *CELLS[2:]])
    assert sections[0].key == "words" and opened(sections) == "a-predict"
    assert opened(sections[:1]) == ""


def test_only_tasks_that_were_seen_to_be_done_by_the_controls_of_the_page_are_shown():
    demo = start.one_weight()
    assert done_here(demo) == []
    demo.set(b=4)
    tasks = demo.spec.tasks_of("start-1")
    done = done_here(demo)
    assert 0 < len(done) < len(tasks) and done[0].en == tasks[0].words.en
    demo.close()


def test_a_demo_below_its_veil_is_whole_again_afterwards():
    demo = demo_of("start-1")
    whole = demo.frame.pixels.copy()
    with veiled(demo, "start-1"):
        assert (demo.frame.pixels != whole).any()
    assert (demo.frame.pixels == whole).all() and demo.picture.veil is None
    demo.close()


def test_a_question_that_comes_later_in_its_round_is_not_answered_below_the_picture():
    assert asked_in("xor-4")[0] == "xor-4" and asked_in("neurons-brain") is None
    assert round_at("xor-4").demo == "train_xor" and round_at("no-such") is None
