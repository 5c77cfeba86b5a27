"""A picture and a film as files: what the stage draws, in either language, while the demo stays where it was."""

import asyncio
import base64
import io
import re
import sys
from subprocess import PIPE, Popen
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image
from stage.lines import pasting, small

from course_nn.common.errors import BadInput
from course_nn.common.sitting import Sitting
from course_nn.common.words import LANGUAGE, Words
from course_nn.lectures import neurons
from course_nn.playground import playground
from course_nn.stage import filming, movies, reel, takes
from course_nn.stage.presenting import Scene


def rgb(path, number=0):
    with Image.open(path) as image:
        image.seek(number)
        return np.array(image.convert("RGB"))


def frames(path):
    with Image.open(path) as image:
        return image.n_frames


def drawn(demo, **values):
    demo.set(**values)
    return np.array(demo.frame.pixels)[..., :3]


@pytest.fixture
def copying(monkeypatch):
    """In place of ffmpeg a program that copies what comes through the pipe, or gives up after so many bytes."""

    def install(code="open(sys.argv[1], 'wb').write(sys.stdin.buffer.read())"):
        def started(self, shape):
            return Popen([sys.executable, "-c", f"import sys; {code}", str(self.path)], stdin=PIPE, stderr=PIPE)

        monkeypatch.setattr(movies, "ffmpeg", lambda: "ffmpeg")
        monkeypatch.setattr(movies.Mp4, "_started", started)

    return install


# ---- a picture ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind, begin", [("svg", b"<?xml"), ("pdf", b"%PDF"), ("png", b"\x89PNG"), ("PNG", b"\x89PNG")])
def test_a_picture_is_saved_by_the_ending_of_its_name_and_the_same_picture_is_the_same_file(kind, begin, tmp_path):
    demo, path = small(a=2.0), tmp_path / f"line.{kind}"
    assert demo.save(path) == path and path.read_bytes().startswith(begin)
    first = path.read_bytes()
    assert demo.save(str(path)).read_bytes() == first


def test_a_saved_picture_is_dot_for_dot_the_one_on_the_page_which_goes_on(tmp_path):
    demo = small(a=2.0)
    before, figure = np.array(demo.frame.pixels), demo.figure
    saved = rgb(demo.save(tmp_path / "line.png"))
    demo.save(tmp_path / "line.svg")
    assert np.array_equal(saved, before[..., :3]) and demo.figure is figure
    assert np.array_equal(demo.frame.pixels, before)
    demo.set(a=-1.0)
    assert np.array_equal(np.array(demo.frame.pixels), demo.frame.whole())


def test_a_vector_picture_is_as_large_as_the_picture_and_has_its_size_in_points(tmp_path):
    svg = small().save(tmp_path / "line.svg").read_text("utf-8")
    assert float(re.search(r'width="([\d.]+)pt"', svg)[1]) == pytest.approx(72 * 8.6)
    assert float(re.search(r'height="([\d.]+)pt"', svg)[1]) == pytest.approx(72 * 3.3)


def test_the_words_are_the_readers_or_those_of_the_language_that_is_named(tmp_path):
    demo = neurons.neuron()
    english, chinese = (demo.save(tmp_path / f"{key}.png", language=key).read_bytes() for key in ("en", "zh"))
    assert english != chinese and demo.save(tmp_path / "reader.png").read_bytes() == english
    assert LANGUAGE.shown == "both" and demo.at_rest
    LANGUAGE.shown = "zh"
    assert demo.save(tmp_path / "reader.png").read_bytes() == chinese
    demo.close()


@pytest.mark.parametrize(
    "path, sentence",
    [
        ("line.gif", r"ends in one of .svg, .png, .pdf, got 'line.gif'; try \"picture.svg\""),
        ("line", "ends in one of"),
        (None, "got None"),
        (3.5, "got 3.5"),
        ("nowhere/line.svg", "there is no folder nowhere: make it first"),
    ],
)
def test_a_name_that_cannot_be_meant_gets_a_sentence_in_both_languages(path, sentence, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadInput) as error:
        small().save(path)
    assert re.search(sentence, error.value.en) and re.search("[\u4e00-\u9fff]", error.value.zh)
    with pytest.raises(BadInput):
        small().film(path)
    assert not [*tmp_path.iterdir()]


def test_what_cannot_be_written_and_an_unknown_language_get_a_sentence(tmp_path):
    (tmp_path / "line.svg").mkdir()
    with pytest.raises(BadInput, match="cannot be written"):
        small().save(tmp_path / "line.svg")
    with pytest.raises(BadInput, match="unknown language 'fr'"):
        small().save(tmp_path / "line.png", language="fr")


# ---- on the page --------------------------------------------------------------------------------------------


def test_the_page_offers_the_picture_as_three_files_until_they_are_taken_away():
    demo = small()
    demo.page.save.click()
    offered = dict(re.findall(r'download="(\S+)" href="data:\S+?;base64,(\S+?)"', demo.page.taken.value))
    assert [*offered] == ["small.svg", "small.png", "small.pdf"]
    png = Image.open(io.BytesIO(base64.b64decode(offered["small.png"])))
    assert np.array_equal(np.array(png), np.array(demo.frame.pixels)[..., :3])
    demo.page.offer()
    assert not demo.page.taken.value


@pytest.mark.parametrize("shown, name", [("en", "Save the picture"), ("zh", "保存图片")])
def test_its_button_stands_beside_reset_and_has_a_name_in_the_readers_language(shown, name):
    demo = small()
    LANGUAGE.shown = shown
    row = next(box for box in demo.page.box.children if "cn-strip" in box._dom_classes).children
    assert row[-1] is demo.page.save and demo.page.save.description == demo.page.save.tooltip == name
    assert row[-2].description in ("Reset", "重置")


# ---- a film -------------------------------------------------------------------------------------------------


def test_a_film_of_a_slider_goes_from_end_to_end_and_shows_what_the_stage_draws(tmp_path):
    demo = small(a=2.0, t=4)
    path = demo.film(tmp_path / "a.webp", over="a", seconds=1)
    assert path == tmp_path / "a.webp" and frames(path) == filming.A_SECOND
    for number, a in ((0, -3.0), (filming.A_SECOND - 1, 3.0)):
        assert np.array_equal(rgb(path, number), drawn(demo, a=a))


def test_a_film_leaves_the_demo_where_it_was(tmp_path):
    demo, moves = small(a=2.0), []
    demo.page.live["a"].core.observe(moves.append, "value")
    before, values = np.array(demo.frame.pixels), demo.values
    demo.film(tmp_path / "a.webp", over="a", seconds=1)
    assert demo.values == values and not moves and np.array_equal(demo.frame.pixels, before)
    assert demo.state == "solved" or not demo.road.solved


def test_without_a_name_time_moves_and_whole_numbers_share_the_seconds(tmp_path):
    path = small().film(tmp_path / "t.webp", seconds=2)
    assert frames(path) == 11
    with Image.open(path) as image:
        durations = []
        for number in range(image.n_frames):
            image.seek(number)
            image.load()
            durations.append(image.info["duration"])
    assert sum(durations) == pytest.approx(2000, abs=40) and max(durations) - min(durations) < 100


def test_a_choice_steps_and_scenes_begin_where_the_controls_start(tmp_path):
    assert len(filming.takes_of("kind", small().controls["kind"], 2)) == 2
    demo = small(b=1.0)
    scenes = [Scene(Words("flat", "平"), {"a": 0.0}), Scene(Words("up", "升"), {"a": 2.0, "b": -2.0})]
    path = demo.film(tmp_path / "scenes.webp", scenes=scenes, seconds=1)
    assert frames(path) == 2
    assert np.array_equal(rgb(path, 0), drawn(demo, a=0.0, b=1.0))
    assert np.array_equal(rgb(path, 1), drawn(demo, a=2.0, b=-2.0))


def test_a_slider_that_counts_powers_of_ten_moves_in_equal_factors():
    slider = filming.Slider("η", 0.01, 1.0, 0.1, 1.0, decades=True)
    assert [take.values["eta"] for take in filming.takes_of("eta", slider, 1)] == [0.01, 0.1, 1.0]


@pytest.mark.parametrize(
    "asked, sentence",
    [
        ({"over": "aa"}, "unknown control 'aa': did you mean 'a'"),
        ({"over": "word"}, "word is typed and has no ends"),
        ({"seconds": 0}, "expected a number from 1 to 20, got 0"),
        ({"seconds": float("nan")}, "expected a number from 1 to 20"),
        ({"seconds": "six"}, "expected a number from 1 to 20, got six"),
        ({"scenes": []}, "at least one of scenes="),
        ({"over": "a", "scenes": [Scene(Words("", ""), {})]}, "expected either"),
        ({"scenes": [Scene(Words("", ""), {"a": 99})]}, "expected a number from −3 to 3"),
        ({"language": "fr"}, "unknown language 'fr'"),
    ],
)
def test_what_cannot_be_filmed_gets_a_sentence_and_no_file(asked, sentence, tmp_path):
    with pytest.raises(BadInput, match=re.escape(sentence)):
        small().film(tmp_path / "film.webp", **asked)
    assert not [*tmp_path.iterdir()]


def test_without_a_slider_a_control_must_be_named():
    demo = pasting()
    spec = SimpleNamespace(controls={name: control for name, control in demo.controls.items() if name != "a"})
    with pytest.raises(BadInput, match="name a control with over=, one of word, paste"):
        filming.moved_by_itself(spec, demo.values)


def test_an_interrupted_film_leaves_no_file(copying, tmp_path):
    copying()
    asked = []

    def counted(a, **others):
        asked.append(a)
        if len(asked) == 6:
            raise KeyboardInterrupt
        return np.linspace(0, 1, 2)

    demo = small(a=2.0)
    object.__setattr__(demo.spec, "compute", counted)
    object.__setattr__(demo.spec, "draw", lambda artist, result: artist.set_data(result, result))
    for name in ("a.webp", "a.mp4"):
        asked.clear()
        with pytest.raises(KeyboardInterrupt):
            demo.film(tmp_path / name, over="a", seconds=1)
        assert not [*tmp_path.iterdir()]


def test_how_much_is_done_is_said_below_the_cell_and_taken_away_when_it_is_done(monkeypatch, tmp_path):
    lines, said = [], []
    monkeypatch.setattr(reel, "display", lambda line: lines.append(line) or line.observe(said.append, "value"))
    reel.at_once(iter_of(0.5, 1.0), on_a_page=True)
    assert [change.new.rpartition("> ")[2] for change in said] == ["Filming 正在录制 50%", "Filming 正在录制 100%"]
    assert lines[0].comm is None, "it is closed"


def iter_of(*shares):
    yield from shares


def test_in_a_terminal_how_much_is_done_is_written(monkeypatch):
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(reel.sys, "stderr", terminal)
    reel.at_once(iter_of(1.0), on_a_page=False)
    assert terminal.getvalue() == "\rFilming 正在录制 100%"


# ---- in a notebook, between all else -------------------------------------------------------------------------


@pytest.fixture
def in_a_notebook(monkeypatch):
    """Run something in the loop of a kernel; the boxes that it displays are collected."""
    boxes = []
    monkeypatch.setattr(takes, "on_a_page", lambda: True)
    monkeypatch.setattr(reel, "display", boxes.append)

    def run(act):
        async def whole():
            return await act(boxes)

        return asyncio.run(whole())

    return run


async def until(done):
    for _ in range(2000):
        if done():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it never came to that")


def test_a_film_is_made_while_the_kernel_goes_on_and_its_line_says_when_it_is_done(in_a_notebook, tmp_path):
    async def act(boxes):
        demo = small(a=2.0)
        path = demo.film(tmp_path / "a.webp", over="a", seconds=1)
        (box,) = boxes
        assert not path.exists() and box.children[1].description == "Stop 停止"
        await until(lambda: "%" in box.children[0].value and " 0%" not in box.children[0].value)
        demo.set(a=0.0)  # moved meanwhile: the film does not care
        await until(lambda: "kB" in box.children[0].value)
        assert len(box.children) == 1 and frames(path) == filming.A_SECOND and demo.values.a == 0.0
        assert np.array_equal(rgb(path, filming.A_SECOND - 1), drawn(demo, a=3.0))

    in_a_notebook(act)


def test_its_button_stops_it_and_so_does_another_film_of_the_same_name(in_a_notebook, tmp_path):
    async def act(boxes):
        demo = small()
        for _ in range(2):
            demo.film(tmp_path / "a.webp", over="a", seconds=1)
        assert boxes[0].children[0].value.startswith("Stopped")
        boxes[1].children[1].click()
        assert boxes[1].children[0].value.startswith("Stopped")
        await asyncio.sleep(0.1)
        assert not [*tmp_path.iterdir()] and not Sitting.now.all(reel.Reel)

    in_a_notebook(act)


def test_what_goes_wrong_meanwhile_is_said_in_the_line(in_a_notebook, tmp_path):
    async def act(boxes):
        demo, gone = small(), tmp_path / "folder"
        gone.mkdir()
        demo.film(gone / "a.webp", over="a", seconds=1)
        gone.rmdir()
        await until(lambda: "⚠" in boxes[0].children[0].value)
        assert "cannot be written" in boxes[0].children[0].value

    in_a_notebook(act)


@pytest.mark.thorough
def test_a_demo_that_remembers_where_it_has_been_goes_back_there(tmp_path):
    demo = playground(epoch=6)
    weights, readout = demo.values, demo.readout
    path = demo.film(tmp_path / "epochs.webp", over="epoch", seconds=1)
    demo.set(epoch=7)
    demo.set(epoch=6)
    assert frames(path) == filming.A_SECOND and demo.values == weights and demo.readout == readout
    demo.close()


# ---- MP4 ----------------------------------------------------------------------------------------------------


def test_without_ffmpeg_an_mp4_becomes_an_animated_webp_and_the_path_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(movies, "ffmpeg", lambda: None)
    path = small().film(tmp_path / "line.mp4", seconds=1)
    assert path == tmp_path / "line.webp" and frames(path) == 11 and [*tmp_path.iterdir()] == [path]


def test_an_mp4_gets_every_frame_for_its_time(copying, tmp_path):
    copying()
    demo = small()
    path = demo.film(tmp_path / "line.mp4", seconds=1)
    height, width, channels = demo.frame.pixels.shape
    assert path.suffix == ".mp4" and path.stat().st_size == filming.A_SECOND * height * width * channels
    last = np.frombuffer(path.read_bytes(), np.uint8).reshape(-1, height, width, channels)[-1]
    assert np.array_equal(last[..., :3], drawn(demo, t=10))


def test_what_ffmpeg_says_is_handed_on_and_no_file_is_left(copying, tmp_path):
    copying("print('no such encoder', file=sys.stderr); sys.exit(1)")
    with pytest.raises(BadInput, match="ffmpeg: no such encoder"):
        small().film(tmp_path / "line.mp4", seconds=1)
    assert not [*tmp_path.iterdir()]


@pytest.mark.skipif(movies.ffmpeg() is None, reason="ffmpeg is not installed")
def test_a_real_ffmpeg_writes_an_mp4(tmp_path):
    assert small().film(tmp_path / "line.mp4", seconds=1).read_bytes()[4:8] == b"ftyp"
