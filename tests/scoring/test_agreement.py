"""Statistics of agreement against published and hand-worked examples, and as properties."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scoring.agreement import (
    Figure,
    adjacent_agreement,
    exact_agreement,
    icc_mean,
    icc_single,
    mean_bias,
    pearson,
    quadratic_weighted_kappa,
    ranks,
    rmse,
    spearman,
    standardised_mean_difference,
    with_interval,
)

# measures, section 12, row "QWK".
HUMAN = [1, 2, 3, 4, 4, 2, 3, 1]
MACHINE = [1, 2, 3, 3, 4, 2, 2, 2]

# Shrout & Fleiss 1979, table 2; ICC(2,1) .29 and ICC(2,4) .62 in their table 4.
SHROUT_FLEISS = [
    [9, 2, 5, 8],
    [6, 1, 3, 2],
    [8, 4, 6, 8],
    [7, 1, 2, 6],
    [10, 5, 6, 9],
    [6, 2, 4, 7],
]

OF_PAIRS = (
    pearson,
    spearman,
    quadratic_weighted_kappa,
    exact_agreement,
    adjacent_agreement,
    mean_bias,
    rmse,
    standardised_mean_difference,
)


def test_qwk_golden() -> None:
    # Squared distances sum to 3, mean .375; population variances 1.25 and .734375, means differ
    # by .125: 1 - .375 / (1.25 + .734375 + .015625) = 1 - .375 / 2 = .8125.
    assert quadratic_weighted_kappa(MACHINE, HUMAN) == Figure(value=pytest.approx(0.8125), n=8)


def test_agreement_of_levels_by_hand() -> None:
    assert exact_agreement(MACHINE, HUMAN).value == pytest.approx(5 / 8)
    assert adjacent_agreement(MACHINE, HUMAN).value == 1.0
    assert adjacent_agreement([1, 2, 3], [1, 4, 4]).value == pytest.approx(2 / 3)
    assert mean_bias(MACHINE, HUMAN).value == pytest.approx(-1 / 8)
    assert rmse(MACHINE, HUMAN).value == pytest.approx(math.sqrt(3 / 8))
    # Human: variance of the sample 10 / 7.
    assert standardised_mean_difference(MACHINE, HUMAN).value == pytest.approx(
        -0.125 / math.sqrt(10 / 7)
    )


def test_icc_golden() -> None:
    assert icc_single(SHROUT_FLEISS).value == pytest.approx(0.2898, abs=5e-5)
    assert icc_mean(SHROUT_FLEISS).value == pytest.approx(0.6201, abs=5e-5)
    assert icc_mean(SHROUT_FLEISS).n == 6


def test_icc_by_hand() -> None:
    # Rows 1 2 / 3 4 / 5 6: the raters differ by 1 everywhere. MSR 8, MSC 1.5, MSE 0:
    # 8 / (8 + 2 * 1.5 / 3) = 8 / 9 and 8 / (8 + 1.5 / 3) = 16 / 17.
    rows = [[1, 2], [3, 4], [5, 6]]
    assert icc_single(rows).value == pytest.approx(8 / 9)
    assert icc_mean(rows).value == pytest.approx(16 / 17)


def test_pearson_of_anscombe() -> None:
    # Anscombe 1973 (The American Statistician 27), first set: r = .816.
    x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]
    y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]
    assert pearson(x, y).value == pytest.approx(0.8164205163448399)


def test_spearman_by_hand() -> None:
    # Ranks 1 3 2 5 4 and 1 2 3 4 5, differences 0 1 -1 1 -1: 1 - 6 * 4 / (5 * 24) = .8.
    assert spearman([1, 7, 2, 90, 8], [10, 30, 31, 40, 50]).value == pytest.approx(0.8)
    # The IQ and television example of Wikipedia's article: sum of d^2 194, rho = -29 / 165.
    iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110]
    hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17]
    assert spearman(iq, hours).value == pytest.approx(-29 / 165)


def test_ties_share_their_rank() -> None:
    assert ranks([30, 10, 20, 10, 30, 30]).tolist() == [5, 1.5, 3, 1.5, 5, 5]
    # Ranks 1.5 1.5 3 and 1 2.5 2.5, less their mean 2: -.5 -.5 1 and -1 .5 .5. Products sum to
    # .75, squares to 1.5 on both sides: .75 / 1.5.
    assert spearman([1, 1, 2], [1, 3, 3]).value == pytest.approx(0.5)


@pytest.mark.parametrize("statistic", OF_PAIRS)
def test_nothing_is_too_few(statistic) -> None:
    assert statistic([], []) == Figure(value=None, n=0, reason="too_few")


@pytest.mark.parametrize(
    "statistic", [pearson, spearman, quadratic_weighted_kappa, standardised_mean_difference]
)
def test_two_pairs_are_too_few_for_a_relation(statistic) -> None:
    assert statistic([1, 2], [2, 4]) == Figure(value=None, n=2, reason="too_few")


def test_too_few_targets_or_raters() -> None:
    assert icc_single([[1, 2], [3, 4]]).reason == "too_few"
    assert icc_single([[1], [2], [3]]).reason == "too_few"
    assert icc_mean([]).reason == "too_few"


def test_without_variance_there_is_no_relation() -> None:
    flat, rising = [3, 3, 3, 3], [1, 2, 3, 4]
    assert pearson(flat, rising).reason == "no_variance"
    assert spearman(rising, flat).reason == "no_variance"
    assert quadratic_weighted_kappa(flat, flat).reason == "no_variance"
    assert quadratic_weighted_kappa(flat, rising).value == pytest.approx(0)
    assert standardised_mean_difference(rising, flat).reason == "no_variance"
    assert icc_single([flat] * 4).reason == "no_variance"
    # Targets that do not differ: the estimated variance of the mean rating is below 0.
    assert icc_mean([[1, 2, 3], [2, 3, 1], [3, 1, 2]]) == Figure(
        value=None, n=3, reason="no_variance"
    )
    assert exact_agreement(flat, flat).value == 1.0


@pytest.mark.parametrize("bad", [[1, 2, math.nan], [1, 2, math.inf], [1, 2], [[1], [2], [3]]])
@pytest.mark.parametrize("statistic", OF_PAIRS)
def test_what_are_no_scores_is_refused(statistic, bad) -> None:
    with pytest.raises(ValueError, match=r"score|paired"):
        statistic(bad, [1, 2, 3])


@pytest.mark.parametrize(
    "statistic", [quadratic_weighted_kappa, exact_agreement, adjacent_agreement]
)
def test_levels_are_whole(statistic) -> None:
    with pytest.raises(ValueError, match="whole"):
        statistic([1, 2.5, 3], [1, 2, 3])


def test_tiny_and_huge_scores() -> None:
    assert pearson([1e-300, 2e-300, 4e-300], [1, 2, 4]).value == pytest.approx(1)
    assert pearson([1e200, 2e200, 4e200], [4, 2, 1]).value == pytest.approx(-0.9285714285714286)


def kappa_by_table(a: list[int], b: list[int], levels: int) -> float | None:
    """The definition in measures, section 7: weights, observed and expected tables."""
    observed = np.zeros((levels, levels))
    for i, j in zip(a, b, strict=True):
        observed[i, j] += 1
    expected = np.outer(observed.sum(axis=1), observed.sum(axis=0)) / len(a)
    i, j = np.indices((levels, levels))
    weights = (i - j) ** 2 / (levels - 1) ** 2
    chance = (weights * expected).sum()
    return None if chance == 0 else 1 - (weights * observed).sum() / chance


pairs = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=3, max_size=25)


@given(pairs)
def test_qwk_is_the_table_formula(both: list[tuple[int, int]]) -> None:
    a, b = map(list, zip(*both, strict=True))
    expected = kappa_by_table(a, b, 7)
    found = quadratic_weighted_kappa(a, b).value
    assert found == (None if expected is None else pytest.approx(expected))


@given(pairs, st.randoms(use_true_random=False))
def test_the_order_of_pairs_makes_no_difference(both: list[tuple[int, int]], random) -> None:
    mixed = list(both)
    random.shuffle(mixed)
    for statistic in OF_PAIRS:
        before = statistic(*zip(*both, strict=True)).value
        after = statistic(*zip(*mixed, strict=True)).value
        assert after == (None if before is None else pytest.approx(before, abs=1e-12))
    for statistic in (icc_single, icc_mean):
        before, after = statistic(both), statistic(mixed)
        if before.value is not None and after.value is not None and abs(before.value) < 1e3:
            assert after.value == pytest.approx(before.value, abs=1e-9)


@given(pairs)
def test_bounds_and_symmetry(both: list[tuple[int, int]]) -> None:
    a, b = zip(*both, strict=True)
    for statistic in (pearson, spearman, quadratic_weighted_kappa):
        there, back = statistic(a, b), statistic(b, a)
        assert there.reason == back.reason
        if there.value is not None:
            assert -1 - 1e-12 <= there.value <= 1 + 1e-12
            assert there.value == pytest.approx(back.value, abs=1e-12)
    assert 0 <= exact_agreement(a, b).value <= adjacent_agreement(a, b).value <= 1
    assert mean_bias(a, b).value == pytest.approx(-mean_bias(b, a).value)
    assert abs(mean_bias(a, b).value) <= rmse(a, b).value + 1e-12
    for statistic in (icc_single, icc_mean):
        value = statistic(both).value
        assert value is None or value <= 1 + 1e-9


@given(pairs)
def test_two_that_are_the_same_agree_fully(both: list[tuple[int, int]]) -> None:
    a, _ = zip(*both, strict=True)
    assume(len(set(a)) > 1)
    for statistic in (pearson, spearman, quadratic_weighted_kappa, exact_agreement):
        assert statistic(a, a).value == pytest.approx(1)
    assert rmse(a, a).value == mean_bias(a, a).value == 0
    rows = [[each, each] for each in a]
    assert icc_single(rows).value == icc_mean(rows).value == pytest.approx(1)


@given(pairs, st.integers(1, 9), st.integers(1, 5))
def test_shifting_and_stretching(both: list[tuple[int, int]], shift: int, factor: int) -> None:
    a, b = (np.array(each) for each in zip(*both, strict=True))
    assume(len(set(a)) > 1 and len(set(b)) > 1)
    moved = factor * a + shift
    for statistic in (pearson, spearman):  # blind to shift and scale
        assert statistic(moved, b).value == pytest.approx(statistic(a, b).value, abs=1e-9)
    assert mean_bias(a + shift, b).value == pytest.approx(mean_bias(a, b).value + shift)
    # A shift of one side costs QWK, unless it mends a bias; a shift of both does nothing.
    assert quadratic_weighted_kappa(a + shift, a).value < 1
    for statistic in (quadratic_weighted_kappa, standardised_mean_difference, rmse):
        assert statistic(a + shift, b + shift).value == pytest.approx(
            statistic(a, b).value, abs=1e-9
        )
    assert icc_single(np.column_stack([a + shift, a])).value < 1


@given(pairs)
def test_the_mean_of_raters_agrees_better_than_one(both: list[tuple[int, int]]) -> None:
    # Spearman-Brown: ICC(2,k) = k r / (1 + (k - 1) r).
    single, mean = icc_single(both).value, icc_mean(both).value
    if single is not None and mean is not None and single > -0.9:
        assert mean == pytest.approx(2 * single / (1 + single), abs=1e-9)


def correlated(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    human = random.normal(size=n)
    return human + random.normal(size=n), human


def test_the_interval_can_be_repeated_and_holds_the_value() -> None:
    a, b = correlated(80, seed=1)
    first = with_interval(pearson, a, b, seed=7)
    assert first == with_interval(pearson, a, b, seed=7)
    assert first != with_interval(pearson, a, b, seed=8)
    assert first.low < first.value < first.high
    assert first.value == pearson(a, b).value
    # Fisher's z: .5 ln((1 + r) / (1 - r)) +- 1.96 / sqrt(n - 3), an independent way.
    z = math.atanh(first.value)
    assert first.low == pytest.approx(math.tanh(z - 1.96 / math.sqrt(77)), abs=0.06)
    assert first.high == pytest.approx(math.tanh(z + 1.96 / math.sqrt(77)), abs=0.06)


def test_the_interval_of_a_mean_is_near_the_formula() -> None:
    # Mean difference of 400 pairs: 1.96 * SD / sqrt(n).
    a, b = correlated(400, seed=2)
    found = with_interval(mean_bias, a, b)
    half = 1.96 * (a - b).std(ddof=1) / 20
    assert found.low == pytest.approx(found.value - half, abs=0.015)
    assert found.high == pytest.approx(found.value + half, abs=0.015)


def test_intervals_cover_what_they_claim() -> None:
    # 200 samples of 60 pairs whose true mean difference is 0: 95 % +- 4 % (percentile intervals
    # of small samples are a little narrow).
    covered = 0
    for seed in range(200):
        found = with_interval(mean_bias, *correlated(60, seed=seed), resamples=200)
        covered += found.low <= 0 <= found.high
    assert 0.90 <= covered / 200 <= 0.99


def test_drawing_speakers_widens_the_interval() -> None:
    # 20 speakers whose ten answers are all the same: there are 20 observations, not 200.
    a, b = correlated(20, seed=3)
    a, b, speaker = np.repeat(a, 10), np.repeat(b, 10), np.repeat(np.arange(20), 10).tolist()
    by_answer = with_interval(mean_bias, a, b)
    by_speaker = with_interval(mean_bias, a, b, clusters=speaker)
    ratio = (by_speaker.high - by_speaker.low) / (by_answer.high - by_answer.low)
    assert ratio == pytest.approx(math.sqrt(10), rel=0.15)


def test_own_clusters_are_no_clusters() -> None:
    a, b = correlated(30, seed=4)
    assert with_interval(rmse, a, b, clusters=list(range(30))) == with_interval(rmse, a, b)


def test_a_constant_difference_has_no_width() -> None:
    found = with_interval(mean_bias, [n + 2.0 for n in range(20)], list(range(20)))
    assert (found.low, found.value, found.high) == (2.0, 2.0, 2.0)


def test_rows_of_ratings_are_drawn_whole() -> None:
    found = with_interval(icc_single, SHROUT_FLEISS * 3)
    assert found.low < found.value < found.high <= 1


def test_no_interval_where_there_is_too_little() -> None:
    few = with_interval(pearson, MACHINE, HUMAN)
    assert few == Figure(value=pearson(MACHINE, HUMAN).value, n=8, reason="too_few_for_interval")
    a, b = correlated(40, seed=5)
    two = with_interval(pearson, a, b, clusters=["x", "y"] * 20)
    assert (two.low, two.reason) == (None, "too_few_for_interval")
    nothing = with_interval(pearson, [1.0] * 20, b[:20])
    assert nothing == Figure(value=None, n=20, reason="no_variance")
    # One high score among twelve: a third of the draws miss it and have no correlation.
    rare = with_interval(pearson, [0] * 11 + [1], list(range(12)))
    assert (rare.low, rare.high, rare.reason) == (None, None, "no_interval")
    assert rare.value is not None


def test_the_caller_must_name_every_row() -> None:
    with pytest.raises(ValueError, match="clusters"):
        with_interval(rmse, [1, 2, 3], [1, 2, 3], clusters=["x"])
    with pytest.raises(ValueError, match="too few"):
        with_interval(rmse, [1, 2, 3], [1, 2, 3], resamples=10)
