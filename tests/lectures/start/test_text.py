"""The facts of the three turning points, as their sources have them."""

import re

import pytest
from texts import cells_of, paragraphs

SOURCES = cells_of("reference")["reference-sources"]


def test_backpropagation_became_known_on_four_pages(says):
    first, last = re.search(r"back-propagating errors.* Nature 323, (\d+)–(\d+)", SOURCES).groups()
    assert int(last) - int(first) + 1 == 4
    assert "four pages" in paragraphs("00_start_here", "start-why", "en")
    assert "四页" in paragraphs("00_start_here", "start-why", "zh-Hans")


def test_the_numbers_are_those_of_the_abstracts(says):
    says("00_start_here", "start-why", 15.3, 26.2)  # top-5 test errors, Krizhevsky and others 2012, abstract
    says("00_start_here", "start-why", 28.4)  # Vaswani and others 2017, abstract: "over 2 BLEU" above the best before


@pytest.mark.parametrize("year", [1986, 2012, 2017, 2022])
def test_every_date_has_a_source_of_that_year(year, says):
    says("00_start_here", "start-why", year)
    targets = re.findall(r"reference\.ipynb#([\w-]+)", cells_of("00_start_here")["start-why"])
    assert any(target.endswith(f"-{year}") and f'<a id="{target}">' in SOURCES for target in targets)
