"""The playground as a student plays: it runs, pauses, takes changes while it runs, and comes back in time."""

import pytest

pytestmark = pytest.mark.thorough

TOP_OF_PICTURE = "cell => Math.round(cell.querySelector('canvas[aria-label]').getBoundingClientRect().top)"
CODE = "from course_nn import playground\nplayground.playground(hidden='8, 8')"


@pytest.fixture(scope="module")
def game(scratch, demo_in):
    with scratch("playground", CODE) as notebook:
        notebook.run_all()
        yield demo_in(notebook.cell(0))


def tab(game, name):
    game.cell.locator(".widget-tab .lm-TabBar-tab").filter(has_text=name).click()


def frames(game, number):
    for _ in range(number):
        with game.new_picture():
            pass


def test_it_plays_takes_a_change_while_it_runs_and_pauses(game):
    game.button("Play").click()
    frames(game, 3)
    game.type("η", "0.1")
    tab(game, "Training")
    game.type("dropout 随机失活", "0.2")
    tab(game, "Layers")
    game.type("hidden units 隐藏层单元数", "3, 8")
    frames(game, 3)
    game.button("Pause").click()
    game.page.wait_for_timeout(300)
    epoch = game.number("epoch 轮次")
    game.page.wait_for_timeout(300)
    assert game.number("epoch 轮次") == epoch > 3
    assert game.number("η") == 0.1 and game.box("hidden units 隐藏层单元数").input_value() == "3, 8"


def test_time_goes_back(game):
    game.type("epoch 轮次", "2")
    game.waits_to_say("Epoch 2, sample 0")
    with game.new_picture():
        game.button("+1 epoch").click()
    game.waits_to_say("Epoch 3, sample 0")
    tab(game, "Step by step")
    with game.new_picture():
        game.button("+1 batch").click()
    game.waits_to_say("Epoch 3, sample 10")


def test_a_weight_can_be_dragged_and_undone(game):
    tab(game, "Weights")
    before = game.number("weight 权重")
    game.press("weight 权重", "ArrowRight")
    assert game.number("weight 权重") > before
    with game.new_picture():
        game.button("Undo").click()
    game.waits_for_number("weight 权重", before)


def test_a_bad_line_of_pasted_data_is_named_and_good_ones_are_taken(game):
    tab(game, "Own data")
    box = game.cell.locator("textarea").locator("visible=true").first
    box.fill("1,2,0\n3,4,1\n5,6,0\n7,8,1\n1,1,0\n2,2,1\n3,3")
    box.blur()
    game.waits_to_say("line 7: expected 3 numbers, found 2")
    box.fill("1,2,0\n3,4,1\n5,6,0\n7,8,1\n1,1,0\n2,2,1\n3,3,0")
    box.blur()
    with game.new_picture():
        game.box("data 数据").select_option(label="my own 自己的数据")
    game.waits_no_longer_to_say("expected 3 numbers")


def test_a_link_is_followed(game):
    tab(game, "Keep")
    box = game.cell.locator("textarea").locator("visible=true").first
    with game.new_picture():
        box.fill("https://playground.tensorflow.org/#activation=relu&dataset=xor&networkShape=4&seed=0.35097")
        box.blur()
    game.type("epoch 轮次", "10")
    game.waits_to_say("loss 0.1104 in training, 0.1036 on test data")


def test_a_run_that_diverges_says_why_and_stops(game):
    game.button("Reset").click()
    game.box("data 数据").select_option(label="plane 平面")
    tab(game, "Layers")
    game.box("φ everywhere 各层 φ").select_option(label="linear 线性")
    game.type("η", "10")
    game.button("Play").click()
    game.waits_to_say("diverged in epoch")
    game.button("Play").wait_for()


def test_another_tab_does_not_move_the_picture(game):
    game.button("Reset").click()
    places = set()
    for name in ("Data, inputs", "Layers", "Training", "Step by step", "Weights", "Own data", "Keep"):
        tab(game, name)
        game.page.wait_for_timeout(100)
        places.add(game.cell.evaluate(TOP_OF_PICTURE))
    assert len(places) == 1


def test_all_that_the_first_minutes_need_is_on_a_laptops_screen_at_once(game):
    game.button("Reset").click()
    game.waits_to_say("Epoch 0, sample 0")
    game.cell.evaluate("cell => cell.scrollIntoView()")
    top, bottom = (game.cell.locator(part).first.bounding_box() for part in (".cn-held", ".cn-readout"))
    assert bottom["y"] + bottom["height"] - top["y"] < 770  # of 900, in both languages at once


def test_a_unit_that_is_clicked_is_shown_large_and_a_file_goes_away_again(game):
    tab(game, "Weights")
    tile = game.cell.locator(".cn-touch path[data-handle='4'][data-item='3']")
    tile.wait_for(state="attached")
    box = tile.bounding_box()
    with game.new_picture():
        game.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert game.box("large 放大").evaluate("box => box.selectedOptions[0].text") == "this\xa0unit\xa0该单元"
    tab(game, "Keep")
    game.button("Save 保存").click()
    game.waits_to_say("playground.json")
    game.cell.locator(".cn-demo button:has(.fa-times)").click()
    game.waits_no_longer_to_say("playground.json")
