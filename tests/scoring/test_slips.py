"""The fewest slips, shown where a person sees them; every case is worked out by hand."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from scoring.slips import align, align_whole

FOX = "the quick brown fox"


def seen(presented, typed):
    """The presented text with its slips: [missing], +extra+, {wrong>typed}."""
    alignment = align(presented, typed)
    shown = [*alignment.presented, ""]
    before = [""] * len(shown)
    for slip in alignment.slips:
        if slip.kind == "delete":
            shown[slip.presented] = f"[{shown[slip.presented]}]"
        elif slip.kind == "insert":
            before[slip.presented] += f"+{alignment.typed[slip.typed]}"
        else:
            shown[slip.presented] = f"{{{shown[slip.presented]}>{alignment.typed[slip.typed]}}}"
    text = "".join(a + b for a, b in zip(before, shown, strict=True))
    return text.replace("][", "")


@pytest.mark.parametrize(
    ("presented", "typed", "expected"),
    [
        # Doubled letters: the last one is missing or too much.
        ("a letter here", "a leter here", "a let[t]er here"),
        ("a letter here", "a lettter here", "a lett+ter here"),
        ("llama on", "lama on", "l[l]ama on"),
        ("call me", "cal me", "cal[l] me"),
        ("a cat", "a  cat", "a + cat"),
        # Neighbours that changed places are two wrong letters in their places.
        ("see the cat now", "see teh cat now", "see t{h>e}{e>h} cat now"),
        ("of the men", "o fthe men", "o{f> }{ >f}the men"),
        ("a form here", "a from here", "a f{o>r}{r>o}m here"),
        # Words: what is missing or too much begins and ends at the edge of a word.
        (FOX, "the brown fox", "the [quick ]brown fox"),
        ("go in the theatre now", "go in theatre now", "go in [the ]theatre now"),
        ("had had a cat", "had a cat", "had [had ]a cat"),
        ("the cat sat", "the the cat sat", "the +t+h+e+ cat sat"),
        ("a very very long day", "a very long day", "a very [very ]long day"),
        # A space that is missing or wrong does not drag the words along.
        ("of the men", "ofthe men", "of[ ]the men"),
        ("in a box", "in abox", "in a[ ]box"),
        ("a bc d", "abxc d", "a[ ]b+xc d"),
        ("cat sat", "catxsat", "cat{ >x}sat"),
        # A wrong letter comes before an extra one.
        ("cat on", "carr on", "ca{t>r}+r on"),
        # A text that was cut off: a letter is missing, the last one is right.
        ("the quick brown", "the quik", "the qui[c]k brown"),
        ("the quick brown", "the quicj", "the quic{k>j} brown"),
        ("the quick brown", "the quick", "the quick brown"),
    ],
)
def test_a_slip_is_where_a_person_sees_it(presented, typed, expected):
    assert seen(presented, typed) == expected


def test_unfinished_text_is_no_error():
    alignment = align(FOX, "the quick")
    assert (alignment.reached, alignment.slips, alignment.finished) == (9, (), False)


def test_a_skipped_word_costs_its_letters_and_not_the_rest_of_the_text():
    alignment = align(FOX, "the brown fox")
    assert len(alignment.slips) == 6
    assert alignment.finished


def test_curly_quotes_and_accents_in_two_spellings_are_not_slips():
    assert align("don't", "don’t").slips == ()
    assert align("café", "cafe\u0301").slips == ()


words = st.text(alphabet="abc ", max_size=14)
long_words = st.text(alphabet="ab ", max_size=60)


@given(words, words)
def test_the_best_prefix_is_the_best_of_all(presented, typed):
    alignment = align(presented, typed)
    expected = min(Levenshtein.distance(presented[:k], typed) for k in range(len(presented) + 1))
    assert len(alignment.slips) == expected


def rebuilt(alignment):
    """The typed text, from the presented one and the slips alone."""
    by_place = {slip.presented: slip for slip in alignment.slips if slip.kind != "insert"}
    extra = [slip for slip in alignment.slips if slip.kind == "insert"]
    text = ""
    for place in range(alignment.reached + 1):
        text += "".join(alignment.typed[slip.typed] for slip in extra if slip.presented == place)
        slip = by_place.get(place)
        if place < alignment.reached and slip is None:
            text += alignment.presented[place]
        elif slip is not None and slip.kind == "replace":
            text += alignment.typed[slip.typed]
    return text


@given(long_words, long_words)
@example("ab" * 30, "ba" * 30)
@example("a b" * 60, "")
def test_the_slips_are_as_few_as_can_be_and_lead_to_what_was_typed(presented, typed):
    whole = align_whole(presented, typed)
    assert len(whole.slips) == Levenshtein.distance(presented, typed)
    assert rebuilt(whole) == typed
    assert rebuilt(align(presented, typed)) == typed


def test_where_slips_lie_too_thick_the_count_still_holds():
    presented, typed = "abcd " * 100, "dcxa" * 100
    alignment = align_whole(presented, typed)
    assert len(alignment.slips) == Levenshtein.distance(presented, typed)
    assert rebuilt(alignment) == typed


@given(words, words)
def test_every_typed_letter_has_its_place(presented, typed):
    alignment = align(presented, typed)
    places = alignment.places()
    wrong = {slip.typed for slip in alignment.slips}
    assert len(places) == len(typed)
    assert places == sorted(places)
    for typed_place, place in enumerate(places):
        if typed_place not in wrong:
            assert presented[place] == typed[typed_place]
