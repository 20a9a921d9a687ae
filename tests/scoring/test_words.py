"""Spoken words against a script: hand-worked alignments and properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.numerals import cardinal, ordinal, readings
from scoring.spoken_forms import plain_words
from scoring.words import Alignment, Outcome, align, is_filler

HIT, MISS, SUBSTITUTION, INSERTION = (
    Outcome.HIT,
    Outcome.MISS,
    Outcome.SUBSTITUTION,
    Outcome.INSERTION,
)


def outcomes(alignment: Alignment) -> list[tuple[str, str, str]]:
    return [(step.outcome.value, step.expected, step.heard) for step in alignment.steps]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "zero"),
        (12, "twelve"),
        (40, "forty"),
        (99, "ninety nine"),
        (105, "one hundred five"),
        (2000, "two thousand"),
        (1_250_017, "one million two hundred fifty thousand seventeen"),
    ],
)
def test_numbers_in_words(number: int, said: str) -> None:
    assert " ".join(cardinal(number)) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "first"), (12, "twelfth"), (15, "fifteenth"), (20, "twentieth"), (23, "twenty third")],
)
def test_ordinals(number: int, said: str) -> None:
    assert " ".join(ordinal(number)) == said


@pytest.mark.parametrize(
    ("written", "ways"),
    [
        ("₱250", ["two hundred fifty pesos", "two fifty pesos"]),
        ("php1", ["one peso"]),
        (
            "$5.50",
            ["five dollars and fifty cents", "five dollars fifty cents", "five fifty"],
        ),
        ("₱1,100", ["one thousand one hundred pesos", "eleven hundred pesos"]),
        ("9:30", ["nine thirty", "half past nine"]),
        ("12:45", ["twelve forty five", "quarter to one", "fifteen to one"]),
        (
            "9.45",
            [
                "nine point four five",
                "nine forty five",
                "quarter to ten",
                "fifteen to ten",
            ],
        ),
        ("0.25", ["zero point two five", "point two five"]),
        ("2.5", ["two point five", "two and a half"]),
        ("1/2", ["one half", "half", "a half"]),
        (
            "1990s",
            [
                "one thousand nine hundred nineties",
                "nineteen nineties",
                "one nine nine zeros",
            ],
        ),
        ("10k", ["ten k", "one zero k", "ten thousand", "one zero thousand"]),
        ("3-5", ["three to five", "three five"]),
        ("9:05", ["nine oh five"]),
        ("10:00", ["ten", "ten o'clock"]),
        ("50%", ["fifty percent", "five zero percent"]),
        ("4g", []),
        ("2026", ["two thousand twenty six", "twenty twenty six", "two zero two six"]),
        ("007", ["zero zero seven", "oh oh seven"]),
        ("refund", []),
    ],
)
def test_figures_have_ways_of_being_said(written: str, ways: list[str]) -> None:
    assert [" ".join(way) for way in readings(written)] == ways


@pytest.mark.parametrize(
    ("script", "spoken"),
    [
        ("Your plan renews on the fifteenth.", "your plan renews on the 15th"),
        ("It costs two hundred fifty pesos.", "It costs ₱250."),
        ("It costs ₱1,250.", "it costs one thousand two hundred and fifty pesos"),
        ("Call us at nine thirty.", "Call us at 9:30."),
        ("in 2026", "in twenty twenty-six"),
        ("I don't know; they're here.", "I do not no, there hear"),
        ("You’re welcome.", "your welcome"),
        ("Please log in with your e-mail.", "Please login with your email"),
        ("a follow-up call", "a followup call"),
        ("We cancelled it, okay?", "We canceled it, OK?"),
        # Money, with the sign before, behind, as a code and as a word.
        ("It costs ₱1,250.50 today", "it costs 1,250.50 pesos today"),
        ("It costs ₱1,250.50 today", "it costs PHP 1,250.50 today"),
        ("It costs PHP 500.", "it costs five hundred pesos"),
        ("It costs P500.", "it costs ₱500"),
        ("It costs ₱1,100.", "it costs eleven hundred pesos"),
        ("₱99.99 only", "ninety nine ninety nine only"),
        ("a loan of $2.5 million", "a loan of two point five million dollars"),
        # Times and dates.
        ("at nine o'clock", "at 9:00"),
        ("at 9:00 a.m.", "at nine o'clock AM"),
        ("at 9 a.m.", "at 9am"),
        ("at 9:00am", "at nine a m"),
        ("at 3:30 pm", "at 3.30 p.m."),
        ("at 3:30 PM", "at half past three PM"),
        ("on May 21, 2026", "on may twenty-first twenty twenty-six"),
        ("on May 3rd", "on May 3"),
        ("on 3 May", "on third may"),
        ("the 1990s", "the nineteen nineties"),
        ("24/7 support", "twenty-four seven support"),
        ("in 3-5 days", "in three to five days"),
        # Other numbers.
        ("one hundred and two", "102"),
        ("50% off", "fifty per cent off"),
        ("50 % off", "fifty percent off"),
        ("0.5 percent", "point five percent"),
        ("two and a half hours", "2.5 hours"),
        ("half of it", "1/2 of it"),
        ("ten thousand", "10K"),
        ("the 21st caller", "the twenty-first caller"),
        ("5GB of data", "five gigabytes of data"),
        ("ticket no. 5", "ticket number five"),
        ("ticket #5", "ticket number 5"),
        # Spelled-out letters and identifiers.
        ("A B C 1 2 3", "ABC123"),
        ("A B C 1 2 3", "a-b-c-one-two-three"),
        ("the VPN", "the V P N"),
        ("your OTP", "your O T P"),  # the letter O, which is also a nought
        ("GCash or e-wallet", "G Cash or ewallet"),  # "cash" alone sounds like "cache"
        ("on the weekend", "on the week end"),
        ("pay ₱ 500", "pay 500 pesos"),
        ("order AB-1024", "order A B one zero two four"),
        ("order AB-1024", "order AB ten twenty-four"),
        ("order AB-1024", "order AB1024"),
        ("code 7K2P", "code seven K two P"),
        ("call 0917-555-0123", "call 09175550123"),
        ("call 0917 555 0123", "call oh nine one seven triple five oh one two three"),
        ("+63 2 8123", "plus sixty three two eight one two three"),
        ("ana@handa.ph", "Ana at handa dot ph"),
        ("www.handa.ph", "W W W dot handa dot ph"),
        # Names, titles and accents.
        ("Niño Peña", "nino Pena"),
        ("Maria dela Cruz", "Maria De La Cruz"),
        ("Dr. Santos-Reyes", "doctor Santos Reyes"),
        ("Ms. Cruz", "Miss Cruz"),
        ("St. Luke's", "Saint Lukes"),
        ("sir/ma'am", "sir mam"),
        # Contractions and signs.
        ("I can't go, I'd gone", "I cannot go I had gone"),
        ("it's been", "it has been"),
        ("you should've", "you should of"),
        ("Ana's here", "Ana is here"),
        ("let's go", "lets go"),
        ("all right", "alright"),
        ("terms & conditions", "terms and conditions"),
        ("Q&A", "Q and A"),
        ("whose bag", "who's bag"),
        ("Wait — one moment.", "wait one moment"),
        ("half of a hundred", "half of 100"),
    ],
)
def test_what_sounds_the_same_is_right(script: str, spoken: str) -> None:
    alignment = align(script, spoken.split())
    assert outcomes(alignment) == [s for s in outcomes(alignment) if s[0] == "hit"]
    assert alignment.read_accuracy == 1.0
    assert alignment.repeat_score == 4


@pytest.mark.parametrize(
    ("script", "spoken", "wrong"),
    [
        ("in 15 minutes", "in fifty minutes", 1),
        ("It costs ₱1,250.50.", "it costs one thousand two hundred fifty pesos", 1),
        ("at 3:30", "at half past four", 1),
        ("order AB-1024", "order AB one zero four two", 1),
        ("the 21st caller", "the twenty one caller", 1),  # no month beside it: not a day
        ("Ms. Cruz", "Mrs. Cruz", 1),
        ("call 555 0123", "call double five oh one two three", 1),
        ("₱500", "five hundred dollars", 1),
        ("I can't go", "I can go", 1),
        ("ana@handa.ph", "Ana at honda dot ph", 1),
        ("the VPN", "the V N", 1),
    ],
)
def test_what_sounds_different_is_wrong(script: str, spoken: str, wrong: int) -> None:
    alignment = align(script, spoken.split())
    assert alignment.count(SUBSTITUTION) + alignment.count(MISS) == wrong


@pytest.mark.parametrize("word", ["Um,", "uhh", "hmmm", "Er...", "ahm", "mhm"])
def test_fillers(word: str) -> None:
    assert is_filler(word)


@pytest.mark.parametrize("word", ["am", "m", "a", "I", "her", "ahead", "e", "", "—"])
def test_not_fillers(word: str) -> None:
    assert not is_filler(word)


def test_every_kind_of_change_by_hand() -> None:
    # "the" left out, "agent" for "manager", "right now" added: 5 of 7 words right.
    alignment = align(
        "I will ask the manager about it.",
        ["I", "will", "ask", "agent", "about", "it", "right", "now"],
    )
    assert [step for step in outcomes(alignment) if step[0] != "hit"] == [
        ("miss", "the", ""),
        ("substitution", "manager", "agent"),
        ("insertion", "", "right"),
        ("insertion", "", "now"),
    ]
    assert alignment.read_accuracy == pytest.approx(5 / 7)
    assert alignment.completeness == pytest.approx(6 / 7)
    assert alignment.wcpm(6.0) == pytest.approx(50.0)
    assert [step.spoken for step in alignment.steps if step.script == 5] == [(4,)]


def test_a_wrong_number_is_not_half_right() -> None:
    assert outcomes(align("two hundred", ["250"])) == [
        ("substitution", "two", "250"),
        ("substitution", "hundred", "250"),
    ]
    assert outcomes(align("we do it", ["we", "don't", "it"]))[1][0] == "substitution"


@pytest.mark.parametrize(
    ("spoken", "score"),
    [
        ("please send the form before friday evening so we can", 4),
        ("please um send the form before friday evening so we can", 4),
        ("please send a form before friday evening so we can", 3),  # 1 of 10
        ("please send the form friday evening and we can", 3),  # 2 of 10
        ("send the form friday evening and we can", 2),  # 3 of 10
        ("please send the form friday", 2),  # 5 of 10
        ("please send form", 1),  # 7 of 10, 3 right
        ("please", 0),  # 9 of 10, 1 right
        ("", 0),
    ],
)
def test_repeat_score(spoken: str, score: int) -> None:
    script = "Please send the form before Friday evening so we can."
    assert align(script, spoken.split()).repeat_score == score


def test_without_a_script_nothing_is_measured() -> None:
    nothing = align("", ["hello"])
    assert nothing.read_accuracy is None
    assert nothing.completeness is None
    assert nothing.repeat_score is None
    assert nothing.wcpm(10) is None
    assert align("hello", ["hello"]).wcpm(0) is None
    assert align("hello", ["hello"]).wcpm(None) is None


def test_words_for_counting_syllables() -> None:
    assert plain_words(["It's", "₱20,", "—", "sari-sari"]) == [
        "it's",
        "twenty",
        "pesos",
        "sari",
        "sari",
    ]
    # As spelled and as said: "zero" and "hire" are not folded into "oh" and "higher".
    assert plain_words(["0917", "Don’t", "hire", "gonna", "Dr.", "AB-12"]) == [
        "zero",
        "nine",
        "one",
        "seven",
        "don't",
        "hire",
        "gonna",
        "doctor",
        "ab",
        "twelve",
    ]


plain = st.lists(st.sampled_from(["cat", "dog", "bird", "fish", "horse", "mouse"]), max_size=9)
wild = st.lists(
    st.sampled_from(
        [
            "cat",
            "250",
            "two",
            "hundred",
            "fifty",
            "and",
            "it's",
            "its",
            "do",
            "don't",
            "—",
            "log",
            "in",
            "login",
            "9:30",
            "3.30",
            "21",
            "May",
            "double",
            "five",
            "PHP",
            "million",
            "pesos",
            "2.50",
            "AB-12",
            "abc",
            "b",
            "#",
            "&",
            "um",
            "₱5",
            "a",
        ]
    )
    | st.text(max_size=6),
    max_size=8,
)


@given(wild, wild)
def test_both_sequences_are_covered_in_order(script: list[str], spoken: list[str]) -> None:
    alignment = align(script, spoken)
    scripts = [step.script for step in alignment.steps if step.script is not None]
    assert scripts == sorted(set(scripts))
    assert len(scripts) == alignment.script_words
    heard = [n for step in alignment.steps for n in step.spoken]
    assert len(set(heard)) == alignment.spoken_words
    assert heard == sorted(heard)
    for step in alignment.steps:
        assert (step.outcome is INSERTION) == (step.script is None)
        assert (step.outcome is MISS) == (not step.spoken)


@given(wild)
def test_a_text_agrees_with_itself(words: list[str]) -> None:
    alignment = align(words, words)
    assert all(step.outcome is HIT for step in alignment.steps)
    assert alignment.read_accuracy in (1.0, None)


@given(plain, plain)
def test_swapping_the_sides_swaps_misses_and_insertions(a: list[str], b: list[str]) -> None:
    there, back = align(a, b), align(b, a)
    assert there.count(HIT) == back.count(HIT)
    assert there.count(SUBSTITUTION) == back.count(SUBSTITUTION)
    assert there.count(MISS) == back.count(INSERTION)
    assert there.count(INSERTION) == back.count(MISS)


@given(plain.filter(bool), st.data())
def test_leaving_a_word_out_never_helps(words: list[str], data: st.DataObject) -> None:
    gone = data.draw(st.integers(0, len(words) - 1))
    shorter = align(words, words[:gone] + words[gone + 1 :])
    assert shorter.read_accuracy == pytest.approx((len(words) - 1) / len(words))
    assert shorter.count(MISS) == 1
    assert shorter.repeat_score < 4
