import numpy as np
import pytest

from course_nn.playground.mathematics.seedrandom import SeedRandom


def test_the_published_numbers_of_seedrandom():
    rng = SeedRandom("hello.")  # from the first lines of seedrandom's own documentation
    assert [rng.random(), rng.random()] == [0.9282578795792454, 0.3752569768646784]


# First, second and 1000th number, computed by seedrandom.js 2.4.3: an empty seed, one of the Playground's, one beyond
# ASCII (a surrogate pair counts as two letters), and one of more than 256 letters, which fold over.
@pytest.mark.parametrize(
    "seed, expected",
    [
        ("", (0.23144008215179881, 0.27404636548159655, 0.5946400321469282)),
        ("0.35097", (0.3959982886621912, 0.1128282392691355, 0.8515019537367231)),
        ("种子 😀", (0.6946471909915107, 0.45299660828044797, 0.32269145856304376)),
        ("ab" * 150 + "x" * 9, (0.5735849040251005, 0.5110916961842772, 0.45026098802164444)),
    ],
)
def test_every_seed_draws_the_numbers_of_seedrandom_js(seed, expected):
    rng = SeedRandom(seed)
    drawn = [rng.random() for _ in range(1000)]
    assert (drawn[0], drawn[1], drawn[999]) == expected


def test_seeds_are_texts_not_numbers():
    assert SeedRandom("0.5").random() != SeedRandom("0.50").random()


def test_numbers_are_uniform_with_53_binary_digits():
    rng = SeedRandom("uniform")
    u = np.array([rng.random() for _ in range(4000)])
    assert u.min() >= 0 and u.max() < 1
    assert abs(u.mean() - 1 / 2) < 0.02 and abs(u.var() - 1 / 12) < 0.005
    last_digit = np.frexp(u)[0] * 2**53 % 2
    assert abs(last_digit.mean() - 1 / 2) < 0.05


def test_normal_numbers_have_the_mean_and_the_variance_asked_for():
    rng = SeedRandom("normal")
    z = np.array([rng.normal(2, 4) for _ in range(4000)])
    assert abs(z.mean() - 2) < 0.1 and abs(z.var() - 4) < 0.4
    assert abs(np.mean(np.abs(z - 2) < 2) - 0.6827) < 0.03  # within one standard deviation


def test_shuffling_keeps_the_items_and_makes_every_order_equally_likely():
    rng, counts = SeedRandom("shuffle"), {}
    for _ in range(3000):
        items = [1, 2, 3]
        rng.shuffle(items)
        counts[tuple(items)] = counts.get(tuple(items), 0) + 1
    assert all(sorted(order) == [1, 2, 3] for order in counts)
    assert len(counts) == 6 and all(400 < count < 600 for count in counts.values())
