"""The text that a log of changes leads to, and what was typed and taken away on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.keystrokes import Edit, ReplayError, replay


def typed_out(text, start=0):
    return [Edit(seconds=i / 5, start=start + i, end=start + i, text=c) for i, c in enumerate(text)]


def test_replay_inserts_deletes_and_replaces():
    edits = [
        Edit(seconds=0.0, start=0, end=0, text="cat"),
        Edit(seconds=1.0, start=2, end=3, text=""),
        Edit(seconds=2.0, start=0, end=1, text="b"),
        Edit(seconds=3.0, start=2, end=2, text="d"),
    ]
    result = replay(edits)
    assert result.text == "bad"
    assert result.origins == (2, 0, 3)
    assert [(e.character, e.position, e.origin, e.typed, e.seconds) for e in result.erased] == [
        ("t", 2, 0, 0.0, 1.0),
        ("c", 0, 0, 0.0, 2.0),
    ]


@pytest.mark.parametrize(("start", "end"), [(4, 4), (0, 4), (2, 1), (-1, 0)])
def test_an_impossible_edit_is_refused(start, end):
    with pytest.raises(ReplayError):
        replay([*typed_out("abc"), Edit(seconds=1.0, start=start, end=end, text="x")])


@given(st.data())
def test_replay_of_any_possible_log_is_the_text(data):
    text, edits = "", []
    for moment in range(data.draw(st.integers(0, 12))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, len(text)))
        put = data.draw(st.text(alphabet="ab é\U0001f600", max_size=4))
        edits.append(Edit(seconds=float(moment), start=start, end=end, text=put))
        text = text[:start] + put + text[end:]
    result = replay(edits)
    assert result.text == text
    assert len(result.origins) == len(text)
    put_in = sum(len(edit.text) for edit in edits)
    assert len(result.erased) == put_in - len(text)
