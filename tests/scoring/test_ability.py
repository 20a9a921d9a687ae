import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.ability import binomial_sem, percent_right


@pytest.mark.parametrize(
    ("right", "asked", "sem"),
    [
        (10, 20, 11.471),  # sqrt(.25 / 19)
        (15, 20, 9.934),  # sqrt(.1875 / 19)
        (20, 20, 3.498),  # p = 20.5/21: sqrt(.97619 * .02381 / 19)
        (0, 20, 3.498),
    ],
)
def test_lords_binomial_error(right, asked, sem):
    assert binomial_sem(right, asked) == pytest.approx(sem, abs=2e-3)


def test_one_question_has_no_known_error():
    assert binomial_sem(1, 1) is None


@given(st.integers(2, 80), st.data())
def test_never_exact_and_the_same_for_right_and_wrong(asked, data):
    right = data.draw(st.integers(0, asked))
    sem = binomial_sem(right, asked)
    assert sem > 0
    assert sem == pytest.approx(binomial_sem(asked - right, asked))
    assert 0 <= percent_right(right, asked) <= 100
