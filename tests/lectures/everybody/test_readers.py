"""Counting or learning: who reads a new lecture best, what a mixture brings, and what was frozen."""

import numpy as np
import pytest
import text_attention as script
from computed import lecture
from hand import Hand

from course_nn.common.outcomes import outcome
from course_nn.common.progress import finished
from course_nn.lectures.everybody.alphabet import CHOICE, LETTERS, TEST, corpus, encode
from course_nn.lectures.everybody.attention_network import next_letters
from course_nn.lectures.everybody.demos.readers.echoes import Echoes, find_echoes, with_echoes
from course_nn.lectures.everybody.demos.readers.readings import (
    DEEPEST,
    DISCOUNT,
    A,
    Reader,
    Window,
    bits,
    counting,
    counts,
    frozen,
    kneser_ney,
    large,
    learned,
    mixture,
    reading,
    text_with,
    window_learned,
    written,
)
from course_nn.lectures.everybody.text_attention import (
    LARGE,
    SMALL,
    after_pieces,
    packed,
    probabilities,
    unpacked,
)
from course_nn.lectures.everybody.window_network import text_bits
from course_nn.stage.controls import Values

module, at = lecture("everybody")
READERS = module("readers")
MIXED = {"a": 16.0}  # of mixtures, as lecture 6 advises
BEST = MIXED | {"reader": "large", "lam": 0.35, "on": True}
TEXT = corpus()


def reader(kind, step=5000, on=False, **window):
    return Reader.of(kind, Window(**window), step, on)


@pytest.mark.costly_changes
def test_counting_reads_best_until_a_sceptic_gives_the_network_time_or_spoils_the_counts(becomes):
    def effect(**values):
        found = at("readers", **values)
        return found.other - found.counting

    assert effect() == pytest.approx(0.17, abs=0.03)
    changes = READERS.SCEPTIC.changes.items()
    becomes(**{key: lambda moves=change.moves: outcome(effect(), effect(**moves)) for key, change in changes})


@pytest.mark.thorough
def test_on_the_lecture_that_settings_are_chosen_on_the_window_network_reads_best_with_the_rate_it_has():
    def chosen(**window):
        made = Window(**window)
        network = made.network().with_parameters(finished(window_learned(made)))
        return text_bits(network, TEXT.choice)

    assert all(chosen() < chosen(rate=rate) - 0.02 for rate in READERS.RATES if rate != Window().rate)
    assert all(chosen() < chosen(n=n) - 0.05 for n in READERS.SEEN if n != Window().n)


@pytest.mark.thorough
def test_no_window_network_with_the_most_units_reads_as_well_as_counts():
    counted = at("readers").counting
    for rate in READERS.RATES:
        for n in READERS.SEEN:
            p = finished(reading(reader("window", n=n, rate=rate), TEST)).p
            assert script.bits(p) > counted + 0.12


@pytest.mark.thorough
@pytest.mark.parametrize("seed", [1, 2])
def test_so_it_is_from_other_starts(seed):
    kept = finished(script.trained(SMALL, TEXT.train, seed))
    learned = SMALL.network().with_parameters(kept[-1])
    assert script.bits(probabilities(learned, SMALL, TEXT.test)) > at("readers").counting + 0.2


def test_counting_takes_less_time_than_the_first_moment_of_any_network():
    curves = frozen()
    assert min(rows[0, 0] for rows in (curves.window, curves.small, curves.large)) > 2 * READERS.COUNTING


def test_counts_are_those_that_lecture_6_advises():
    def paid(order, a):
        return bits(counting(CHOICE, order, a))

    assert min((paid(order, a), order, a) for order in range(9) for a in (8.0, 16.0, 32.0, 64.0))[1:] == (DEEPEST, A)
    assert bits(counting(TEST, DEEPEST, A)) < bits(counting(TEST, 5, 16.0)) - 0.02  # than those of the round before


def test_a_network_that_reads_worse_makes_counting_better():
    readings = [at("readers", reader=name) for name in ("window", "large")]
    window, large = (each.counting - each.over.min() for each in readings)
    assert window == pytest.approx(0.06, abs=0.01) and large == pytest.approx(0.09, abs=0.01)


@pytest.mark.parametrize("on", [False, True])
def test_counts_smoothed_better_read_alone_no_worse_than_other_counts_and_a_network_together(on):
    better = at("readers", reader="kneser", on=on).other
    for kind in ("window", "small", "large"):
        assert all(better < at("readers", reader=kind, a=a, on=on).over.min() - 0.005 for a in (10.0, 16.0, A))


def test_to_counts_smoothed_better_the_large_attention_adds_little():
    for on, gain in ((False, 0.04), (True, 0.02)):
        better, learned = (
            {name: finished(reading(one, name)).p for name in (CHOICE, TEST)}
            for one in (reader("kneser", on=on), reader("large"))
        )
        best = min(READERS.SHARES, key=lambda share: bits(mixture(better[CHOICE], learned[CHOICE], share, None)))
        together = bits(mixture(better[TEST], learned[TEST], best, None))
        assert bits(better[TEST]) - together == pytest.approx(gain, abs=0.012)


def test_of_a_network_the_moral_is_told_and_of_better_counts_it_says_nothing():
    demo = READERS.readers()
    moral, start = READERS.SCEPTIC, demo.values
    assert moral.size(demo.result, Values(start)) == demo.result.other - demo.result.counting
    demo.set(reader="kneser")
    assert np.isnan(moral.size(demo.result, Values(demo.values)))
    words = moral.verdict(0.17, demo.result, Values(demo.values))
    assert "nothing about this setting" in words.en and "不是现在的设置" in words.zh
    demo.close()


def test_the_discount_is_that_which_lecture_6_advises():
    paid = {D: bits(kneser_ney().of(text_with(CHOICE).test, D)) for D in (0.7, 0.8, 0.9, DISCOUNT)}
    assert min(paid, key=paid.get) == DISCOUNT


@pytest.mark.parametrize("on", [False, True])
def test_mixtures_are_best_less_smoothed_as_lecture_6_advises(on):
    def paid(reader, a):
        return at("readers", reader=reader, lecture=CHOICE, a=a, on=on).over.min()

    assert all(paid(reader, 16.0) < min(paid(reader, a) for a in (4.0, A)) for reader in ("window", "large"))


def advised(**values):
    """The bits of lecture 7 at the share that lecture 6 advises, with a = 16."""
    return at("readers", **MIXED | values).over[at("readers", lecture=CHOICE, **MIXED | values).over.argmin()]


def test_counting_that_goes_on_while_it_reads_brings_what_copying_brings():
    for reader in ("window", "large"):
        copying, going_on = (advised(reader=reader, **more) for more in ({"reach": 20_000}, {"on": True}))
        assert abs(copying - going_on) < 0.03 and going_on < advised(reader=reader) - 0.08


def test_window_and_large_attention_lag_most_where_five_letters_never_stood_together():
    for name, few in ((TEST, 0.03), (CHOICE, 0.1)):
        never = counts().find(text_with(name).test).totals[5] == 0
        counted = counting(name, DEEPEST, A)
        for kind, least in (("window", 2), ("large", 4)):
            p = finished(reading(reader(kind), name)).p
            behind, elsewhere = (bits(p[where]) - bits(counted[where]) for where in (never, ~never))
            assert behind > 0.3 and behind > least * elsewhere
        assert elsewhere < few  # of the large attention


def test_attention_that_may_look_64_letters_back_reads_no_better_with_them_than_with_8():
    text, starts = TEXT.test, np.arange(0, len(TEXT.test) - LARGE.T, 16)[:, None]
    places = starts + np.arange(LARGE.T)
    p = next_letters(large(5000), np.append(0, text[:-1])[places])
    paid = -np.log2(np.take_along_axis(p, text[places][..., None], axis=-1)[..., 0]).mean(axis=0)
    assert paid[1] > paid[7] + 0.5  # the second letter of a piece, and the eighth
    assert np.ptp(paid[7::16]) < 0.03  # the same letters of the text, eighth and farther on in a piece


@pytest.mark.parametrize("reader", ["large", "kneser"])
def test_the_share_that_is_best_for_the_other_lecture_costs_hardly_more(reader):
    best, found = at("readers", reader=reader, lecture=CHOICE).over.argmin(), at("readers", reader=reader)
    assert found.over[best] < found.over.min() + 0.005


def test_badly_smoothed_counts_make_a_network_seem_to_know_more():
    gains = [at("readers", a=a).counting - at("readers", a=a).over.min() for a in (8.0, 16.0, 32.0)]
    assert gains[0] > gains[1] > gains[2]


def test_what_is_copied_from_farther_back_brings_more():
    bits = [at("readers", reach=reach).mixed for reach in READERS.REACHES]
    assert np.all(np.diff(bits) < -0.01) and bits[-1] < 1.9


@pytest.mark.thorough
def test_to_copy_from_another_lecture_is_worse_than_nothing():
    own, both = (finished(find_echoes(text, len(text))) for text in (TEXT.test, np.append(TEXT.choice, TEXT.test)))
    other = Echoes(*(whole[len(TEXT.choice) :] - part for whole, part in zip(both, own)))
    counted = counting(TEST, DEEPEST, A)
    with_own, with_other = (with_echoes(counted, each, 3000.0) for each in (own, other))
    assert script.bits(with_own) + 0.1 < script.bits(counted) < script.bits(with_other) - 0.02


def test_a_mixture_of_shares_0_and_1_is_one_of_the_two():
    found = at("readers")
    assert found.over[0] == pytest.approx(found.counting) and found.over[-1] == pytest.approx(found.other)
    np.testing.assert_allclose(found.each[2], found.each[0])


def test_the_attention_that_has_read_the_course_does_not_copy_nonsense_that_comes_again():
    network = LARGE.network().with_parameters(frozen().parameters[5000])
    block = np.random.default_rng(0).integers(1, 27, size=(60, LARGE.T // 2))
    texts = np.concatenate([block, block], axis=1)
    p = next_letters(network, texts)[:, :-1]
    bits = -np.log2(np.take_along_axis(p, texts[:, 1:, None], axis=-1)[..., 0])
    first, again = bits[:, 8 : LARGE.T // 2 - 1].mean(), bits[:, LARGE.T // 2 + 8 :].mean()
    assert again == pytest.approx(first, rel=0.1) and again > np.log2(26)


def test_probabilities_hang_on_what_came_before_alone_and_sum_to_1_over_what_could_stand_there():
    network, text = SMALL.network(), TEXT.test[:40]
    p = probabilities(network, SMALL, text)
    changed = text.copy()
    changed[30:] = 0
    assert np.array_equal(probabilities(network, SMALL, changed)[:28], p[:28])
    ends = [probabilities(network, SMALL, np.append(text, letter))[-1] for letter in range(len(LETTERS))]
    assert sum(ends) == pytest.approx(1, abs=1e-5)


def test_a_text_shorter_than_what_the_network_sees_is_read_as_well():
    p = probabilities(SMALL.network(), SMALL, TEXT.test[:5])
    assert p.shape == (5,) and ((0 < p) & (p < 1)).all()


def test_whole_numbers_with_scales_are_off_by_half_a_scale_at_most():
    parameters = np.random.default_rng(0).normal(size=1500).astype(np.float32)
    whole, scales = packed(parameters)
    assert whole.dtype == np.int8 and len(scales) == 3
    assert (np.abs(unpacked(whole, scales) - parameters) <= np.repeat(scales, 512)[:1500] * 0.501).all()


@pytest.mark.parametrize("kind", ["window", "small", "large", "kneser"])
def test_who_is_asked_for_every_next_letter_says_what_it_says_of_the_one_that_comes(kind):
    asked, text = finished(learned(reader(kind))), TEXT.test[:14]
    p = [asked.after(text[:k]) for k in range(len(text))]
    np.testing.assert_allclose(np.sum(p, axis=1), 1)
    np.testing.assert_allclose([row[letter] for row, letter in zip(p, text)], asked.of(text), rtol=1e-4)


def test_attention_that_is_asked_what_comes_next_sees_as_much_as_it_can():
    network, text = SMALL.network(), TEXT.test[:80].copy()
    p = after_pieces(network, SMALL, text)
    for back, same in ((SMALL.T + 1, True), (SMALL.T, False)):
        changed = text.copy()
        changed[-back] += 1
        assert np.array_equal(after_pieces(network, SMALL, changed), p) == same


def test_what_was_packed_reads_as_well_as_what_was_trained():
    for step, row in ((500, 0), (2000, 3), (5000, -1)):
        p = finished(reading(reader("large", step), TEST)).p
        assert script.bits(p) == pytest.approx(frozen().large[row, 1], abs=0.005)


def test_what_is_trained_on_the_page_ends_where_it_was_measured():
    assert at("readers").other == pytest.approx(frozen().window[-1, 1], abs=0.02)


@pytest.mark.thorough
def test_a_short_run_of_the_script_goes_as_the_frozen_one_began():
    small, _ = script.of_attention(SMALL, script.MARKS["small"], TEXT, steps=300)
    assert small[0, 1] == pytest.approx(frozen().small[0, 1], abs=0.1) and small[0, 0] > 0
    large, kept = script.of_attention(LARGE, 50, TEXT, steps=150)
    assert len(kept) == 4 and np.all(np.diff(large[:, 1]) < 0)
    assert frozen().large[0, 1] < large[-1, 1] < np.log2(len(LETTERS))


def test_counts_of_the_other_lecture_are_of_the_same_text():
    assert np.array_equal(corpus("letters", CHOICE, TEST).train, TEXT.train)
    assert len(counting(CHOICE, 5, 16.0)) == len(TEXT.choice)


def test_the_dot_is_pulled_along_the_curve_and_the_letters_along_the_lecture():
    demo = READERS.readers()
    Hand(demo, 0).press().pull(60, 0)
    assert 0.1 < demo.values["lam"] < 0.4
    Hand(demo, 1).press().pull(-80, 0)
    assert demo.values["at"] > 1451
    demo.close()


@pytest.mark.parametrize("values", [{}, {"order": 3, "a": 2.0, "T": 0.6, "seed": 3, "typed": "The network (1986)"}])
def test_without_a_share_for_the_other_reader_it_writes_what_counting_writes_in_the_round_of_the_next_letter(values):
    alone = {"order": DEEPEST, "a": A} | values
    found = at("readers", **values).text
    assert found == at("next_letter", **alone).text[: len(found)] and len(found) >= 120


def test_with_the_whole_share_for_the_other_reader_the_counts_do_not_matter():
    one, another = (at("readers", lam=1.0, order=order, a=a).text for order, a in ((0, 1.0), (8, 50.0)))
    assert one == another != at("readers").text


def test_the_coldest_writing_is_always_the_likeliest_letter_of_the_mixture():
    window = finished(learned(reader("window")))
    letters = encode("the l" + finished(written(reader("window"), 0.3, 5, 16.0, "the l", 1e-9, 0)))
    for k in range(5, len(letters)):
        p = mixture(counts().probabilities(letters[:k], 16.0, 5), window.after(letters[:k]), 0.3, None)
        assert letters[k] == p.argmax()


def test_long_contexts_that_are_not_smoothed_write_known_words_only_and_read_worse_than_guessing():
    copying, usual = ([at("readers", seed=seed, **more) for seed in range(5)] for more in ({"order": 8, "a": 0.01}, {}))
    assert copying[0].counting > np.log2(len(LETTERS)) + 1 and all(found.known == 1 for found in copying)
    assert np.median([found.known for found in usual]) < 0.95


@pytest.mark.parametrize("typed", ["", "Q?!", "反向传播", "#" * 200, "a " * 500])
def test_whatever_is_typed_is_read(typed):
    assert len(at("readers", lam=0.5, typed=typed).text) == len(at("readers").text)


def test_what_is_written_hangs_neither_on_the_lecture_nor_on_where_one_looks_nor_on_copying():
    found = at("readers", lam=0.3).text
    assert all(at("readers", lam=0.3, **more).text == found for more in ({"lecture": CHOICE}, {"at": 9}, {"reach": 64}))


def test_the_challenge_is_solved_by_counting_on_with_the_large_attention_or_with_a_better_smoothing():
    judge = READERS.CHALLENGE.judge
    assert all(judge(at("readers", **BEST | {"a": a})) == "solved" for a in (8.0, 12.0, 16.0))
    assert judge(at("readers", reader="kneser", lam=1.0, on=True)) == "solved"
    assert judge(at("readers", reader="kneser", lam=1.0)) == "open"
    best = at("readers", reader="window", on=True, **MIXED).over.argmin()
    assert judge(at("readers", **BEST | {"reader": "window", "lam": READERS.SHARES[best]})) == "almost"
    assert judge(at("readers")) == "open" and judge(at("readers", **BEST | {"lecture": CHOICE})) == "open"


def test_the_readout_says_what_the_picture_shows():
    found = at("readers", lam=0.2)
    for text in READERS.readout(found):
        assert all(f"<b>{number:.3f}</b>" in text for number in (found.counting, found.other, found.mixed))
        assert "29,199" in text


def test_a_window_whose_seconds_were_not_measured_is_a_level_and_not_a_point():
    demo = READERS.readers()
    for moves, measured in (({}, True), ({"n": 2}, False), ({"reader": "large"}, True), ({"reader": "kneser"}, True)):
        demo.set(**{"n": 5, "reader": "window"} | moves)
        level, name = demo.artists.as_set
        assert level.get_visible() == name.get_visible() == (not measured)
        if not measured:
            assert name.get_position()[1] == pytest.approx(demo.result.other)
            assert np.isnan(demo.artists.here.get_xdata()).all()
    demo.close()


@pytest.mark.parametrize(
    "values, english, chinese",
    [
        ({}, "Written by counting alone:", "单凭计数写出："),
        ({"lam": 0.5, "reach": 64}, "Written by both, mixed, nothing copied:", "两者混合（不照抄）写出："),
        ({"lam": 1.0}, "Written by window network alone:", "单凭窗口网络写出："),
    ],
)
def test_the_readout_says_who_has_written_and_how_many_of_the_words_are_known(values, english, chinese):
    found = at("readers", **values)
    words = READERS.readout(found)
    assert english in words.en and chinese in words.zh
    assert all(f"<i><b>of the s</b>{found.text}…</i>" in text and f"{found.known:.0%}" in text for text in words)
