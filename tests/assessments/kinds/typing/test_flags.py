"""A robot typist is noticed, an honest one is not, however fast: logs of made typists."""

from statistics import fmean, median

import pytest

from assessments.kinds.typing.flags import TIERS
from scoring.rhythm import same_rhythm
from tests.support.typing_log import TEXT, Log, value
from tests.support.typists import Typist, population, robot

FAST = [Typist(wpm=wpm, seed=seed) for seed, wpm in enumerate((85, 95, 100, 105, 108, 110))]
OF_MACHINES = {name for name, tier in TIERS.items() if tier < 3} - {"beyond_norm"}


def log_of(strokes, **more):
    log = Log(**more).start()
    for start in range(0, len(strokes), 40):
        log.keys(strokes[start : start + 40])
    return log.end(at=200.0)


def named(log):
    return {flag["name"]: flag for flag in log.score().detail["signals"]}


def test_the_made_typists_have_the_published_figures():
    crowd = [log_of(typist.strokes(TEXT)).score() for typist in population(60)]
    speeds = [value(report, "gross_wpm") for report in crowd]
    assert fmean(speeds) == pytest.approx(52, abs=6)
    left = fmean(value(report, "uncorrected_error_rate") for report in crowd)
    assert left == pytest.approx(1.17, abs=0.35)


@pytest.mark.parametrize("typist", FAST, ids=lambda typist: f"{typist.wpm} wpm")
def test_a_fast_honest_typist_with_rollover_raises_nothing(typist):
    log = log_of(typist.strokes(TEXT))
    assert value(log.score(), "gross_wpm") > 0.85 * typist.wpm
    assert set(named(log)) & OF_MACHINES == set()


def test_no_typist_of_a_crowd_is_taken_for_a_machine():
    for typist in population(80, seed=5):
        found = named(log_of(typist.strokes(TEXT)))
        assert set(found) & OF_MACHINES == set(), typist


@pytest.mark.parametrize(
    ("strokes", "expected"),
    [
        (robot(TEXT, gap=110, keys=False), {"robotic_spacing", "no_key_events", "too_perfect"}),
        (robot(TEXT, gap=110), {"robotic_spacing", "no_key_down_time", "no_rollover"}),
        (robot(TEXT, gap=200, hold=90), {"robotic_spacing"}),
        (robot(TEXT, gap=110, jitter=0.15, hold=40), {"robotic_spacing", "no_rollover"}),
        (robot(TEXT, gap=110, jitter=0.9, hold=None), {"no_key_up", "too_perfect"}),
        (robot(TEXT, gap=40, jitter=0.9, hold=30), {"impossible_burst", "beyond_norm"}),
    ],
    ids=["script", "no hold", "slow", "jitter", "no key up", "burst"],
)
def test_a_robot_is_noticed(strokes, expected):
    assert expected <= set(named(log_of(strokes)))


def test_a_signal_says_how_much_it_means_and_shows_its_figures():
    found = named(log_of(robot(TEXT, gap=40, hold=0)))
    assert found["robotic_spacing"] == {
        "name": "robotic_spacing",
        "tier": 1,
        "part": 1,
        "figures": {"variation": 0.0, "keys": float(len(TEXT) - 1)},
    }
    # 19 gaps of 40 ms.
    assert found["impossible_burst"]["figures"] == {"keys": 20.0, "seconds": 0.76, "at": 0.0}
    assert found["no_key_down_time"]["figures"] == {"keys": float(len(TEXT))}


def test_a_signal_never_changes_the_score():
    honest = Typist(wpm=60, seed=8).strokes(TEXT)
    noted = [*honest, [honest[-1][0], "note", "paste"], [honest[-1][0], "note", "autocorrect"]]
    plain, marked = log_of(honest).score(), log_of(noted).score()
    assert set(marked.flags) - set(plain.flags) == {"pasted", "replacement"}
    assert marked.score == plain.score
    assert marked.measures == plain.measures


def test_two_people_at_one_text_are_told_apart_and_a_log_played_again_is_not():
    slower, faster = (
        log_of(Typist(wpm=wpm, seed=seed, errors_left=0, errors_corrected=0).strokes(TEXT))
        for seed, wpm in ((1, 60), (2, 70))
    )
    mine, theirs = (log.score().rhythms["late-parcel"] for log in (slower, faster))
    assert not same_rhythm(mine, theirs)
    again = [gap + n % 4 for n, gap in enumerate(mine)]
    assert same_rhythm(mine, again)
    assert median(mine) > 100
