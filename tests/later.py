"""What takes a second to import, and few tests ask for: imported when the first of them does."""

from importlib import import_module


class Later:
    """A module, once something of it is asked for.

    name : "scipy.stats"
    """

    def __init__(self, name):
        self._name = name

    def __getattr__(self, thing):
        if thing.startswith("_"):  # pytest looks for its own marks on whatever a file of tests holds
            raise AttributeError(thing)
        return getattr(import_module(self._name), thing)
