"""To which round a demo belongs."""

from ipywidgets import HTML

from course_nn.stage.rounds import begin, current


def test_a_demo_belongs_to_the_round_that_was_begun_last_with_it_in_whatever_order_cells_are_run():
    first, second = begin("xor-1", "xor.one_unit", HTML()), begin("xor-2", "xor.one_unit", HTML())
    begin("xor-3", "xor.parity", HTML())
    assert current("xor.one_unit") == ("xor-2", second)
    assert begin("xor-1", "xor.one_unit", HTML()) is first
    assert current("xor.one_unit") == ("xor-1", first)


def test_a_demo_of_which_nothing_was_asked_waits_for_nothing():
    begin("xor-1", "xor.one_unit", HTML())
    key, round_ = current("xor.parity")
    assert key == "" and not round_.waits and round_ is not current("xor.parity")[1]
