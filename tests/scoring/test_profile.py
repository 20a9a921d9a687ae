import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.profile import AssessmentScore, Profile, error_of_difference, profile, ranking, tied


def whole(value: float, sem: float | None = None) -> Profile:
    return Profile(value=value, sem=sem, measured=1, total=1)


def test_a_weighted_score_worked_by_hand() -> None:
    # (15·60 + 20·80 + 35·70 + 30·50) / 100 = (900 + 1600 + 2450 + 1500) / 100 = 64.5
    # sem² = (.15·4)² + (.20·5)² + (.35·6)² + (.30·8)² = .36 + 1 + 4.41 + 5.76 = 11.53
    found = profile(
        [
            AssessmentScore(weight=15, score=60, sem=4),
            AssessmentScore(weight=20, score=80, sem=5),
            AssessmentScore(weight=35, score=70, sem=6),
            AssessmentScore(weight=30, score=50, sem=8),
        ]
    )
    assert found.value == pytest.approx(64.5)
    assert found.sem == pytest.approx(math.sqrt(11.53))
    assert (found.measured, found.total, found.complete) == (4, 4, True)


def test_not_measured_is_left_out_and_never_counts_as_0() -> None:
    found = profile(
        [AssessmentScore(weight=1, score=80, sem=3), AssessmentScore(weight=3, score=None)]
    )
    assert found.value == 80
    assert found.sem == 3
    assert (found.measured, found.total, found.complete) == (1, 2, False)


def test_a_score_of_0_counts() -> None:
    assert (
        profile([AssessmentScore(weight=1, score=80), AssessmentScore(weight=1, score=0)]).value
        == 40
    )


def test_nothing_measured_has_no_value() -> None:
    found = profile([AssessmentScore(weight=1, score=None), AssessmentScore(weight=1, score=None)])
    assert (found.value, found.sem, found.complete) == (None, None, False)
    assert not profile([]).complete


def test_one_unknown_error_makes_the_whole_error_unknown() -> None:
    found = profile(
        [AssessmentScore(weight=1, score=80, sem=3), AssessmentScore(weight=1, score=60)]
    )
    assert found.value == 70
    assert found.sem is None


def test_a_test_without_weight_counts_nowhere() -> None:
    found = profile(
        [AssessmentScore(weight=1, score=80, sem=3), AssessmentScore(weight=0, score=None)]
    )
    assert (found.value, found.sem, found.total, found.complete) == (80, 3, 1, True)
    assert profile([AssessmentScore(weight=0, score=90)]).value is None


@pytest.mark.parametrize("weight", [-1, math.nan, math.inf])
def test_an_impossible_weight_is_refused(weight: float) -> None:
    with pytest.raises(ValueError, match="weight"):
        AssessmentScore(weight=weight, score=50)


def test_the_error_of_a_difference_worked_by_hand() -> None:
    # SD 12, r_xx .90: SEM = 12·sqrt(.1) = 3.795; of the difference 12·sqrt(.2) = 5.367
    sem = 12 * math.sqrt(0.1)
    assert error_of_difference(whole(70, sem), whole(60, sem)) == pytest.approx(5.367, abs=5e-4)
    assert error_of_difference(whole(70, sem), whole(60)) is None


def test_within_the_error_of_the_difference_two_scores_tie() -> None:
    # sqrt(3² + 4²) = 5
    assert tied(whole(75, 3), whole(70, 4))
    assert not tied(whole(75.01, 3), whole(70, 4))


def test_where_an_error_is_unknown_only_equal_scores_tie() -> None:
    assert tied(whole(70), whole(70))
    assert not tied(whole(70), whole(70.5, 4))


def test_a_ranking_with_ties_and_incomplete_people() -> None:
    # Errors of 3 and 3: of the difference 4.24. 84 and 81 tie; 79 is 5 below the first of the
    # place, so it opens a place of its own although it is 2 below its neighbour.
    people = {
        "cruz": whole(79, 3),
        "reyes": whole(84, 3),
        "santos": whole(81, 3),
        "bautista": Profile(value=99, sem=3, measured=1, total=2),
        "garcia": whole(60, 3),
    }
    found = ranking(people)
    assert {name: (at.place, at.tied) for name, at in found.items()} == {
        "reyes": (1, True),
        "santos": (1, True),
        "cruz": (3, False),
        "garcia": (4, False),
    }


parts = st.builds(
    AssessmentScore,
    weight=st.floats(0.01, 1000),
    score=st.none() | st.floats(0, 100),
    sem=st.none() | st.floats(0, 30),
)


@given(st.lists(parts, max_size=6))
def test_the_score_lies_between_the_lowest_and_the_highest(battery: list[AssessmentScore]) -> None:
    found = profile(battery)
    scores = [part.score for part in battery if part.score is not None]
    assert found.measured == len(scores)
    if not scores:
        assert found.value is None
        return
    assert found.value is not None
    assert min(scores) - 1e-9 <= found.value <= max(scores) + 1e-9


@given(st.lists(parts, min_size=1, max_size=6), st.floats(0.1, 50))
def test_only_the_proportion_of_weights_matters(
    battery: list[AssessmentScore], factor: float
) -> None:
    scaled = [AssessmentScore(weight=p.weight * factor, score=p.score, sem=p.sem) for p in battery]
    original, rescaled = profile(battery), profile(scaled)
    assert rescaled.value == pytest.approx(original.value, abs=1e-6)
    assert rescaled.sem == pytest.approx(original.sem, abs=1e-6)


@given(st.lists(parts, min_size=1, max_size=6), st.integers(0, 5), st.floats(0, 100))
def test_a_better_answer_never_lowers_the_score(
    battery: list[AssessmentScore], at: int, gain: float
) -> None:
    at %= len(battery)
    old = battery[at].score
    if old is None:
        return
    better = list(battery)
    better[at] = AssessmentScore(
        weight=battery[at].weight, score=min(100, old + gain), sem=battery[at].sem
    )
    before, after = profile(battery).value, profile(better).value
    assert before is not None
    assert after is not None
    assert after >= before - 1e-9


@given(
    st.dictionaries(
        st.integers(),
        st.builds(whole, st.floats(0, 100), st.none() | st.floats(0, 20)),
        max_size=12,
    )
)
def test_places_follow_scores_and_count_people(people: dict[int, Profile]) -> None:
    found = ranking(people)
    assert found.keys() == people.keys()
    for key, standing in found.items():
        above = [at.place for at in found.values() if at.place < standing.place]
        assert standing.place == len(above) + 1
        assert standing.tied == (sum(at.place == standing.place for at in found.values()) > 1)
        for other in people:
            if found[other].place < standing.place:
                assert (people[other].value or 0) >= (people[key].value or 0)
