"""A table is read exactly, or every line that cannot be read is named."""

import numpy as np
import pytest

from course_nn.common.errors import BadInput
from course_nn.playground.mathematics.tables import FEWEST, LINES, LONGEST, into, read_table

THREE = "1,2,0\n3,4,1\n5,6,0\n7,9,1"


def test_three_columns_are_two_inputs_and_a_class():
    table = read_table(THREE)
    assert table.class_names == ("0", "1") and table.y.tolist() == [0, 1, 0, 1]
    assert table.scale.tolist() == [[1, 7], [2, 9], [0, 1]]
    assert np.allclose(table.X[:, 0], [-5, -5 / 3, 5 / 3, 5])


def test_two_columns_are_one_input_and_a_number():
    table = read_table("0 1\n1 4\n2 9\n4 16")
    assert table.class_names == () and (table.X[:, 1] == 0).all()
    assert np.allclose(table.y, into(np.array([1, 4, 9, 16]), 1, 16, 1))


@pytest.mark.parametrize(
    "text",
    [
        THREE.replace(",", ";"),
        THREE.replace(",", "\t"),
        THREE.replace(",", "  "),
        THREE.replace(",", " , "),
        "x1,x2,class\n" + THREE,
        "\ufeff" + THREE,
        THREE.replace("\n", "\r\n"),
        "\n\n" + THREE + "\n\n",
        THREE.replace(",", "，").replace("1", "１"),
        THREE.replace("7", '"7"'),
    ],
)
def test_all_the_ways_to_write_a_table_mean_the_same(text):
    table = read_table(text)
    assert np.array_equal(table.X, read_table(THREE).X) and np.array_equal(table.y, read_table(THREE).y)


def test_beside_semicolons_a_comma_is_a_decimal_point():
    assert read_table("1,5;2;0\n−2,5;3;1\n0;0;0\n1;1;1").scale[0].tolist() == [-2.5, 1.5]


def test_classes_may_have_names_even_chinese_ones():
    assert read_table("1,2,猫\n3,4,狗\n5,6,猫\n7,8,狗").class_names == ("狗", "猫")


@pytest.mark.parametrize(
    "text, said",
    [
        (THREE + "\n1,2,0\n1,2,1\n1,2", "line 7: expected 3 numbers, found 2"),
        (THREE + "\n1,x,0", "line 5: expected a number, found “x”"),
        (THREE + "\n1,nan,0", "line 5: expected a number, found “nan”"),
        (THREE + "\n1,1e999,0", "line 5"),
        (THREE + "\n1,,0", "line 5: expected a number, found an empty cell"),
        ("1,2,0.1\n3,4,0.2\n5,6,0.3\n7,8,abc\n9,10,0.4", "line 4: expected a number, found “abc”. Correct or delete"),
        (THREE + "\n1,2,x", "line 5: expected a number, found “x”"),
        (THREE + "\n1,2,", "line 5: expected a number, found an empty cell"),
        ("1,2,\n" * FEWEST, "line 1: expected a number, found an empty cell"),
        ("1,2,a\n3,4,b\n5,6,a\n7,8,\n9,10,", "line 4: expected a class, found an empty cell; line 5"),
        ("1,2,a\n3,4,b\n5,6,a\n7,8", "line 4: expected 3 values, found 2"),
        ("1,2\n" + THREE, "line 1: expected 3 numbers, found 2. Correct"),
        ("1,2,3,4\n" + THREE, "line 1: expected 3 numbers, found 4. Correct"),
        ("1,2\n3,4\n5,6,0\n7,8,1", "line 3: expected 2 numbers, found 3; line 4: expected 2 numbers, found 3. Correct"),
        ("1 2 0\n3 4 1\n5, 6 0\n7 9 1", "line 3: expected a number, found “5,”. Correct"),
        ("1,2,0\n3;4,1\n5,6,0\n7,9,1", "line 2: expected 3 numbers, found 2. Correct"),
        ("1\n2\n3\n4", "expected 2 or 3 columns, found 1"),
        ("1,2,3,4\n" * 9, "expected 2 or 3 columns, found 4"),
        ("", "found 0"),
        ("hello", "found 0"),
        ("1,2,0\n" * (LINES + 1), f"found {LINES + 1}; keep fewer, one in 2"),
        ("1\n" * (LONGEST // 2), f"at most {LINES} rows, found {LONGEST // 2}; keep fewer, one in 100"),
        ("1,2,a\n3,4,b\n5,6,c\n7,8,a", "two classes"),
        ("1,2,0\n" * FEWEST, "two classes"),
        ("1,2,0\n" * 1_000_000, "expected at most 1,000,000 characters, got 6,000,000"),
        ("1,2,0\n1" + " " * (LONGEST // 2) + "2,0", "found 2; add more"),
    ],
)
def test_what_cannot_be_read_is_named(text, said):
    with pytest.raises(BadInput) as caught:
        read_table(text)
    assert said in caught.value.en
    assert any("\u4e00" <= c <= "\u9fff" for c in caught.value.zh)


def test_the_largest_table_is_read():
    rows = "".join(f"{k},{-k},{k % 2}\n" for k in range(LINES))
    assert len(read_table("x1,x2,y\n" + rows).X) == LINES


def test_most_rows_decide_what_a_row_is():
    assert read_table("1,2,1\n3,4,no\n5,6,no\n7,8,no\n9,9,1").class_names == ("no", "1")
    assert np.array_equal(read_table(THREE + "\t").X, read_table(THREE).X)  # a tab behind a line parts nothing


def test_of_many_bad_lines_three_are_named_and_the_rest_counted():
    with pytest.raises(BadInput, match="line 9.*line 10.*line 11.* 7 lines in all"):
        read_table(THREE + "\n" + THREE + "\n1,2" * 7)


def test_a_constant_column_is_moved_to_the_middle():
    assert (read_table("1,5,0\n2,5,1\n3,5,0\n4,5,1").X[:, 1] == 0).all()


def test_numbers_too_large_for_arithmetic_are_named_by_line():
    with pytest.raises(BadInput, match="line 2: expected a number up to 1e[+]100, found “1e308”"):
        read_table("1,2,0\n1e308,4,1\n5,6,0\n-1e100,8,1")
