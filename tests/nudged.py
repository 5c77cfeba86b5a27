"""Every data set and the first weights of every network a little larger: what hangs on the last bit shows itself.

pytest tests/lectures tests/playground --nudged 1e-7      what passes with it, passes on another processor
"""

from functools import wraps


def nudge(by):
    """From now on inputs and first weights are 1 + by times as large; before a lecture is imported."""
    from course_nn import datasets
    from course_nn.network import Network

    def larger(make):
        @wraps(make)
        def made(*arguments, **named):
            found = make(*arguments, **named)
            if isinstance(found, datasets.Dataset):
                return found._replace(X=found.X * (1 + by))
            return found[0] * (1 + by), *found[1:]

        return made

    def begin(network, *arguments, **named):
        first(network, *arguments, **named)
        network.parameters *= network.parameters.dtype.type(1 + by)

    first, Network.__init__ = Network.__init__, begin
    for name in ("penguins", "digits", "noisy_wave", *datasets.DATASETS, *datasets.REGRESSION):
        setattr(datasets, name, larger(getattr(datasets, name)))
    for table in (datasets.DATASETS, datasets.REGRESSION):
        table.update({name: getattr(datasets, name) for name in table})
