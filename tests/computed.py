"""What a demo computes and says, asked of its module as the stage asks it: without a page."""

from functools import cache, wraps
from importlib import import_module
from inspect import isfunction, isgenerator, signature

from course_nn.common.progress import finished
from course_nn.stage import DEMOS, Challenge
from course_nn.stage.controls import Values, parameters


class Setting:
    """A result beside the values of which it was computed: what it has is found by its name in one or in the other."""

    def __init__(self, result, values):
        self._result, self._values = result, values

    def __getattr__(self, name):
        return getattr(self._result if hasattr(self._result, name) else self._values, name)

    def _replace(self, **changed):
        """As of a NamedTuple."""
        fields = {name: value for name, value in changed.items() if name in self._result._fields}
        return Setting(self._result._replace(**fields), Values(self._values | changed))


class Pure:
    """The module of a demo. Its compute gives a Setting; what takes a Setting and asks for `values` is given both.

    name : "losses.chooser"
    """

    def __init__(self, name):
        self.module = module_of(name)

    def __getattr__(self, name):
        thing = getattr(self.module, name)
        if isinstance(thing, Challenge):
            return thing._replace(judge=given_values(thing.judge))
        return given_values(thing) if isfunction(thing) else thing

    def compute(self, *values, **named):
        """As the module's own, with a Setting for a result."""
        given = Values(zip(signature(self.module.compute).parameters, values), **named)
        result = self.module.compute(**given)
        return beside(result, given) if isgenerator(result) else Setting(result, given)


@cache
def whole(name, *values):
    """The result of a demo, "losses.chooser", at these values of all controls, each a pair: computed once a worker."""
    result = DEMOS[name].result(dict(values))
    return finished(result) if isgenerator(result) else result


def module_of(name):
    section, _, demo = name.partition(".")
    return import_module(getattr(import_module(f"course_nn.lectures.{section}"), demo).__module__)


def beside(work, values):
    return Setting((yield from work), values)


def given_values(function):
    """The function, given the values of a Setting as well if it asks for them."""

    @wraps(function)
    def called(*given, **named):
        setting = next((thing for thing in given if isinstance(thing, Setting)), None)
        return function(
            *given, **named, **{"values": setting._values} if setting and "values" in parameters(function) else {}
        )

    return called


def computed(demo, **values):
    """The Setting of a Pure demo, with all controls where they start but those that are named."""
    setting = demo.compute(**{name: control.start for name, control in demo.CONTROLS.items()} | values)
    return finished(setting) if isgenerator(setting) else setting


def moved(demo, **values):
    """The Setting to which a running demo would come if those controls were moved."""
    values = Values(demo.values | values)
    return Setting(demo.compute(**values), values)


def lecture(section):
    """Two functions for the demos of a lecture: module(name), a Pure, and result(name, **values), which remembers."""

    def module(name):
        return Pure(f"{section}.{name}")

    @cache
    def result(name, **values):
        return computed(module(name), **values)

    return module, result
