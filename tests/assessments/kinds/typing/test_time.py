"""By which time a typist's speed is divided, and whether the browser's clock is believed."""

import pytest

from tests.support.typing_log import TEXT, Log, value

# --- the time there was


def typed_in(seconds, *, text=TEXT[:300], gap=200, **end):
    """Begun at 5 s in a sitting of so many seconds."""
    log = Log(seconds=seconds).start(at=5.0).types(text, gap=gap)
    return log.end(**end) if end else log


def test_a_sitting_that_closes_first_does_not_halve_the_speed():
    # First key at 5 s of 95: 90 of the 120 s were there. 300 characters are 60 words in 1.5 min.
    report = typed_in(95.0).closed("submitted", at=95.1).score()
    assert value(report, "counted_time") == 90
    assert value(report, "gross_wpm") == pytest.approx(40.0)
    assert "less_time" in report.flags
    assert typed_in(95.0).closed("expired", at=700.0).score().score == report.score


def test_a_sitting_with_time_to_spare_gives_the_passage_its_whole_time():
    report = typed_in(400.0).closed("submitted", at=70.0).score()
    assert value(report, "counted_time") == 120
    assert "less_time" not in report.flags


@pytest.mark.parametrize("seconds", [None, 95.0, 400.0])
def test_how_an_applicant_stops_changes_nothing(seconds):
    # Ended by the button, handed in at once with a forged request, page closed, run out.
    ways = [
        typed_in(seconds).end(at=66.0).closed("submitted", at=67.0),
        typed_in(seconds).closed("submitted", at=66.0),
        typed_in(seconds).closed("expired", at=5000.0),
        typed_in(seconds),
    ]
    scores = {way.score().score for way in ways}
    assert len(scores) == 1
    assert None not in scores


def test_the_time_of_an_accommodation_is_cut_in_the_same_way():
    # Twice the time: 240 s for the passage, 180 s left in the sitting at the first key.
    log = Log(extra_time=2.0, seconds=185.0).start(at=5.0).types(TEXT[:300])
    assert value(log.score(), "counted_time") == 180


def test_a_burst_before_the_deadline_is_no_sample():
    # 59 s left at the first key, half of the passage's time are 60: no figure, and no zero.
    late = typed_in(64.0, text=TEXT[:280]).closed("submitted", at=64.0).score()
    assert (late.score, late.not_measured) == (None, "begun_too_late")
    just = typed_in(65.0, text=TEXT[:280]).closed("submitted", at=65.0).score()
    assert value(just, "counted_time") == 60


def test_what_is_typed_after_the_sitting_closed_does_not_count():
    # 60 s are there; the engine's grace for the line lets 10 s more arrive.
    report = typed_in(65.0, text=TEXT[:350]).closed("submitted", at=75.0).score()
    assert value(report, "characters") == 300
    assert value(report, "gross_wpm") == pytest.approx(60.0)


def test_a_first_change_long_after_the_first_key_gains_nothing():
    held = Log().start().types(TEXT[:150], first=90_000).end().score()
    assert value(held, "gross_wpm") == pytest.approx(15.0)  # 30 words in the 2 minutes there were


def test_a_passage_that_began_when_the_sitting_was_over():
    report = Log(seconds=4.0).start(at=5.0).types(TEXT[:100]).score()
    assert report.score is None


# --- two clocks


def batches(log, pace, *, said=2.0, until=120.0, came=lambda said: said):
    """A batch of ten keys each ``said`` seconds; ``came`` turns its time into the server's."""
    moment, place = said, 0
    while moment <= until:
        strokes = []
        for key in range(10):
            ms = int(1000 * (moment - said + said * (key + 1) / 10)) + (place + key) % 7
            strokes.append([ms, "edit", place + key, place + key, TEXT[place + key], "insertText"])
        log.keys(strokes, at=5.0 + came(moment) * pace)
        moment, place = moment + said, place + 10
    return log


def clocks(pace=1.0, **how):
    report = batches(Log().start(), pace, **how).score()
    return report.not_measured, "clock_slow" in report.flags


def test_clocks_that_agree():
    assert clocks() == ("", False)
    assert clocks(came=lambda said: said + 4) == ("", False)  # a slow line


@pytest.mark.parametrize("pace", [1.3, 1.5, 2.5])
def test_a_slowed_clock_gives_no_score(pace):
    # At 2.5, five minutes are typed and said to be two.
    assert clocks(pace) == ("clock", True)


def test_a_small_difference_is_shown_and_scored():
    assert clocks(1.14) == ("", True)  # 16.8 s in two minutes


def test_a_line_that_was_down_in_the_middle_costs_nothing():
    assert clocks(came=lambda said: 100 if 10 < said < 100 else said) == ("", False)


def test_a_slow_line_after_an_outage_costs_nothing():
    # Back after 80 s; what was kept comes in parcels of five batches each 4 s, then on time.
    def came(said):
        return max(said, 80 + 4 * (said // 10)) if 10 < said < 112 else said + 12

    assert clocks(came=came)[0] == ""


def test_a_line_that_was_down_before_the_first_key_arrived_costs_nothing():
    # The first key came 90 s late with all that followed: the server's time starts late.
    assert clocks(came=lambda said: max(0.0, said - 90))[0] == ""


def test_a_first_key_held_back_does_not_hide_a_slowed_clock():
    # 300 s are said to be 120; the first key is kept from the server for 180 s.
    assert clocks(came=lambda said: max(0.0, 2.5 * said - 180))[0] == "clock"


@pytest.mark.parametrize(("back", "reason"), [(160, ""), (179, ""), (185, "clock")])
def test_a_line_that_is_down_over_the_end(back, reason):
    # Up to a minute after the last key is believed and shown; after that nobody can tell.
    assert clocks(came=lambda said: back if said > 20 else said) == (reason, True)


def test_opening_the_page_again_excuses_no_clock():
    log = batches(Log().start(), 2.5, until=100.0)
    log.add("resumed", 260.0, {"page": "ffff0000"})
    assert log.score().not_measured == "clock"


def test_a_computer_that_slept_is_not_scored():
    def came(said):
        return said + 200 if said > 60 else said

    assert clocks(came=came)[0] == "clock"
