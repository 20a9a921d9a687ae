"""Keys and fingers on QWERTY; the counts are worked out by hand."""

import string

import pytest

from scoring.copying import corrected
from scoring.keyboard import FINGERS, ROWS, StrikeCounts, finger_of, key_of
from scoring.keystrokes import Edit, replay
from scoring.slips import align


def test_every_sign_of_the_keyboard_has_a_key_and_every_key_one_finger():
    signs = string.ascii_letters + string.digits + string.punctuation + " "
    assert all(key_of(sign) for sign in signs)
    keys = "".join(alone for alone, _ in ROWS)
    assert sorted(keys) == sorted("".join(FINGERS.values()))
    assert key_of("é") is None


@pytest.mark.parametrize(
    ("sign", "key", "finger"),
    [
        ("a", "a", "left_little"),
        ("F", "f", "left_index"),
        ("b", "b", "left_index"),
        ("y", "y", "right_index"),
        ("?", "/", "right_little"),
        ("@", "2", "left_ring"),
        (" ", " ", "thumb"),
    ],
)
def test_the_finger_that_touch_typing_teaches(sign, key, finger):
    assert key_of(sign) == key
    assert finger_of(key) == finger


def test_slips_fall_on_the_key_that_was_due():
    # "Hello" as "Gelll" + one more: H became G (left), o became l (left); an x was put right.
    typed = "Gex<lll"
    edits, length = [], 0
    for n, sign in enumerate(typed):
        back = sign == "<"
        edits.append(
            Edit(seconds=float(n), start=length - back, end=length, text="" if back else sign)
        )
        length += -1 if back else 1
    replayed = replay(edits)
    alignment = align("Hello", replayed.text)
    counts = StrikeCounts()
    counts.add(alignment, corrected(alignment, replayed))
    keys = {strikes.name: strikes for strikes in counts.by_key()}
    assert (keys["h"].due, keys["h"].wrong, keys["h"].instead) == (1, 1, ("G",))
    assert (keys["l"].due, keys["l"].wrong, keys["l"].corrected) == (2, 0, 1)
    assert keys["l"].instead == ("x",)
    assert keys["l"].error_rate == pytest.approx(1 / 3)
    assert (keys["o"].due, keys["o"].wrong) == (1, 1)
    fingers = {strikes.name: strikes for strikes in counts.by_finger()}
    assert (fingers["right_ring"].due, fingers["right_ring"].wrong) == (3, 1)
    assert fingers["thumb"].error_rate is None


def test_an_extra_key_counts_where_it_was_struck():
    counts = StrikeCounts()
    counts.add(align("a cat", "a catt"), ())
    keys = {strikes.name: strikes for strikes in counts.by_key()}
    assert (keys["t"].due, keys["t"].wrong, keys["t"].extra) == (1, 0, 1)
