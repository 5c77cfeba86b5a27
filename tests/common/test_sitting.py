"""What a kernel holds from its start to its end."""

from course_nn.common.sitting import Sitting


def test_another_sitting_knows_nothing_of_the_one_before():
    Sitting.now.all(str)["a"] = "asked"
    before, Sitting.now = Sitting.now, Sitting()
    assert before.all(str) == {"a": "asked"} and Sitting.now.all(str) == {}


def test_each_kind_has_ids_of_its_own_and_is_forgotten_alone():
    sitting = Sitting()
    sitting.all(str)["a"], sitting.all(int)["a"] = "asked", 1
    sitting.forget(str, float)
    assert sitting.all(str) == {} and sitting.all(int) == {"a": 1}
