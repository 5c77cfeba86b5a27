"""A test that puts something in the place of the course's own code shares nothing of what it computes from then on."""

import os

import pytest
import shared_results


class Apart(pytest.MonkeyPatch):
    """A variable of the environment, or a folder, is no code: whoever changes these alone computes what all compute."""

    def setattr(self, *given, **named):
        shared_results.apart = True
        super().setattr(*given, **named)

    def delattr(self, *given, **named):
        shared_results.apart = True
        super().delattr(*given, **named)

    def setitem(self, mapping, name, value):
        shared_results.apart |= mapping is not os.environ
        super().setitem(mapping, name, value)


@pytest.fixture
def monkeypatch():
    """pytest's own, apart."""
    patch = Apart()
    yield patch
    patch.undo()
    shared_results.apart = False
