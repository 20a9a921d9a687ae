"""The fields of a question, from the text and the answers that a file holds."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assessments.kinds.grammar.imports.draft import (
    MOST_SENTENCE,
    NOT_IN_FILE,
    Content,
    Notes,
    UnfitError,
)
from assessments.kinds.grammar.imports.gaps import with_gap, without_number
from assessments.kinds.grammar.question import GAP, LETTERS
from assessments.kinds.grammar.quotes import normalised

RIGHT = 100.0
"""Weight of an answer that earns everything, in %; 0 and less earn nothing."""

PARTIAL = "an answer earns a part of the point; here each is right or wrong"
SEVERAL = "several options are right together, each for a part of the point; here exactly one is"
WILDCARD = "an answer holds the wildcard *; write each accepted answer out"
NO_TEXT = "the question has no text"

GAP_AND_BRACKETS = (
    "the text has a gap and also words to correct, in [brackets] or underlined; keep one of them"
)

TASK = "Type the missing words."

_BRACKETS = re.compile(r"\[([^\]]+)\]")
_LETTERED = re.compile(r"^\(?([A-Da-d])[.)]\s*(?=\S)")
_NAMES_LETTERS = re.compile(
    r"^(?:(?:only|both|either|neither|all of|options?|answers?)\s+)*\(?[A-D]\)?"
    r"(?:\s*(?:,|&|and|or|nor)+\s*\(?[A-D]\)?)+(?:\s+are (?:right|correct|true))?\.?$",
    re.IGNORECASE,
)
_OF_THE_ABOVE = re.compile(r"\b(?:all|none|any|both|neither) of (?:the above|these)\b", re.I)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer in a file: its text, its weight in % of the point, and its feedback."""

    text: str
    weight: float
    feedback: str = ""


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A gap of a passage.

    Attributes:
        answers: all of them, in the order of the file.
        words: the words to choose from; empty if the answer is typed.
        accepted: the answers that earn something, the writer's first choice first; empty if they
            are in the order of ``answers``.
        case: whether capitals count.
    """

    answers: Sequence[Answer]
    words: Sequence[str] = ()
    accepted: Sequence[Answer] = ()
    case: bool = False


def chosen(text: str, answers: Sequence[Answer], notes: Notes, position: int = 0) -> Content:
    """Return a multiple-choice question.

    Raises:
        UnfitError: there are not four options, or not exactly one is right.
    """
    text = with_gap(without_number(text, position, notes), notes)
    answers = _without_letters(_distinct_options(answers, notes), notes)
    right = [answer for answer in answers if answer.weight == RIGHT]
    if partial := [answer for answer in answers if 0 < answer.weight < RIGHT]:
        raise UnfitError(SEVERAL if len(partial) > 1 and not right else PARTIAL)
    if len(answers) != len(LETTERS) or len(right) != 1:
        raise UnfitError(
            f"{len(answers)} options, {len(right)} of them right; {len(LETTERS)} and 1 are needed"
        )
    _check_text(text)
    named = dict(zip(LETTERS, answers, strict=True))
    for letter, answer in named.items():
        if _NAMES_LETTERS.match(answer.text):
            raise UnfitError(f"option {letter} names others by letter; options are shuffled here")
        if _OF_THE_ABOVE.search(answer.text):
            notes.add(f"option {letter} says {answer.text!r}; options are shuffled here")
    return Content(
        question_type="choose",
        fields={
            "text": text,
            "options": {letter: answer.text for letter, answer in named.items()},
            "key": next(letter for letter, answer in named.items() if answer.weight == RIGHT),
            "mistakes": {
                letter: shortened(answer.feedback, notes) or NOT_IN_FILE
                for letter, answer in named.items()
                if answer.weight < RIGHT
            },
        },
        feedback=right[0].feedback,
    )


def typed(
    text: str, answers: Sequence[Answer], notes: Notes, position: int = 0, *, case: bool = False
) -> Content:
    """Return a question with a typed answer; without a gap, the answer is typed after the text.

    Raises:
        UnfitError: an answer earns only a part of the point, or holds a wildcard.
    """
    text = with_gap(without_number(text, position, notes), notes, typed=True)
    words = _BRACKETS.findall(text)
    if GAP in text and words:
        raise UnfitError(GAP_AND_BRACKETS)
    if not case and _matters(words, answers, case=True):
        notes.add("capitals count in the answer: they are all that is to be corrected")
        case = True
    marks = _matters(words, answers, marks=True)
    if marks:
        notes.add("the mark at the end counts in the answer: it is what is asked for")
    accepted = _accepted(answers, notes, case=case, marks=marks)
    _check_text(text)
    if GAP not in text and not words:
        text = f"{text} {GAP}"
    return Content(
        question_type="type_correction",
        fields={
            "text": text,
            "accepted": [answer.text for answer in accepted],
            "case": case,
            "marks": marks,
        },
        feedback=_only_feedback(accepted, notes),
    )


def passage(
    pieces: Sequence[str], gaps: Sequence[Gap], notes: Notes, position: int = 0, *, task: str = ""
) -> Content:
    """Return a passage; ``pieces`` is the text around the gaps, one more than there are gaps.

    A single gap makes a question of one line.

    Raises:
        UnfitError: the gaps are of different sorts, or their answers cannot be written here.
    """
    if any("{" in piece or "}" in piece for piece in pieces):
        raise UnfitError("the text holds { or } outside the gaps")
    if len(gaps) == 1:
        text = " ".join([task, GAP.join(pieces)]).strip()
        if gaps[0].words:
            return chosen(text, gaps[0].answers, notes, position)
        return typed(text, gaps[0].answers, notes, position, case=gaps[0].case)
    if len({bool(gap.words) for gap in gaps}) > 1:
        raise UnfitError("some gaps are typed and some offer words; one question has one sort")
    if any(gap.case for gap in gaps):
        notes.add("capitals do not count in the gaps of a passage here")
    keys = [_accepted(_asked_for(gap), notes) for gap in gaps]
    if any(set("|{}\\") & set(answer.text) for key in keys for answer in key):
        raise UnfitError("a gap holds | or \\, which no answer here can hold")
    written = [pieces[0].lstrip()]
    for key, piece in zip(keys, pieces[1:], strict=True):
        written += ["{", "|".join(answer.text for answer in key), "}", piece]
    return Content(
        question_type="cloze",
        fields={
            "task": task or TASK,
            "text": without_number("".join(written).strip(), position, notes),
            "words": _offered(gaps),
            "reasons": [_only_feedback(key, notes) or NOT_IN_FILE for key in keys],
        },
    )


def _asked_for(gap: Gap) -> Sequence[Answer]:
    """Return the answers without the wrong words that a gap offers."""
    return [answer for answer in gap.accepted or gap.answers if answer.weight > 0 or not gap.words]


def explained(content: Content, general: str, notes: Notes) -> Content:
    """Return the content with the reason for the key: the general feedback, or else the key's."""
    if general and content.feedback and general != content.feedback:
        notes.add("the feedback of the right answer was left out beside the general feedback")
    return replace(content, feedback=shortened(general or content.feedback, notes))


def shortened(feedback: str, notes: Notes) -> str:
    """Return feedback of at most ``MOST_SENTENCE`` characters."""
    if len(feedback) <= MOST_SENTENCE:
        return feedback
    notes.add(f"feedback of over {MOST_SENTENCE} characters was shortened")
    return feedback[: MOST_SENTENCE - 1].rpartition(" ")[0] + "…"


def _check_text(text: str) -> None:
    if not re.search(r"[^\W_]", text):
        raise UnfitError(NO_TEXT)


def _accepted(
    answers: Sequence[Answer], notes: Notes, *, case: bool = False, marks: bool = False
) -> list[Answer]:
    """Return the right answers; those that count as the same are dropped with a note."""
    if any(0 < answer.weight < RIGHT for answer in answers):
        raise UnfitError(PARTIAL)
    accepted: dict[str, Answer] = {}
    for answer in answers:
        if answer.weight < RIGHT:
            if answer.text.strip("* "):
                notes.add(f"the wrong answer {answer.text!r} was left out")
            continue
        if "*" in answer.text.replace("\\*", ""):
            raise UnfitError(WILDCARD)
        text = answer.text.replace("\\*", "*")
        compared = normalised(text, case=case, marks=marks)
        if not compared:
            raise UnfitError("an accepted answer is empty")
        if compared in accepted:
            first = accepted[compared].text
            notes.add(f"the answer {text!r} was dropped: it counts as {first!r}, which is accepted")
        else:
            accepted[compared] = replace(answer, text=text)
    if not accepted:
        raise UnfitError("there is no right answer")
    return list(accepted.values())


def _matters(
    words: Sequence[str], answers: Sequence[Answer], *, case: bool = False, marks: bool = False
) -> bool:
    """Whether capitals or final marks must count, for nothing else is left of an answer.

    Either it is a mark alone, or it differs in nothing else from the words to correct.
    """
    right = [answer.text for answer in answers if answer.weight == RIGHT and answer.text]
    if marks and any(not normalised(text) for text in right):
        return True
    return len(words) == 1 and any(
        normalised(words[0]) == normalised(text)
        and normalised(words[0], case=case, marks=marks) != normalised(text, case=case, marks=marks)
        for text in right
    )


def _only_feedback(answers: Iterable[Answer], notes: Notes) -> str:
    texts = list(dict.fromkeys(answer.feedback for answer in answers if answer.feedback))
    if len(texts) > 1:
        notes.add("only the feedback of the first right answer was kept")
    return shortened(texts[0], notes) if texts else ""


def _distinct_options(answers: Sequence[Answer], notes: Notes) -> Sequence[Answer]:
    """Drop a wrong option that is there twice, if more than enough options are left."""
    kept: list[Answer] = []
    for answer in answers:
        twin = any(other.text == answer.text and other.weight <= 0 for other in kept)
        if twin and answer.weight <= 0 and len(answers) > len(LETTERS):
            notes.add(f"the wrong option {answer.text!r} was there twice")
        else:
            kept.append(answer)
    return kept


def _without_letters(answers: Sequence[Answer], notes: Notes) -> Sequence[Answer]:
    """Remove letters that the author typed before the options: here the options are shuffled."""
    letters = [_LETTERED.match(answer.text) for answer in answers]
    if sorted(letter[1].lower() for letter in letters if letter) != sorted(LETTERS):
        return answers
    if len(answers) != len(LETTERS):
        return answers
    notes.add("letters before the options were removed")
    return [replace(answer, text=_LETTERED.sub("", answer.text)) for answer in answers]


def _offered(gaps: Sequence[Gap]) -> list[str]:
    """Return the words that the gaps offer, which must be the same for all."""
    if not gaps or not gaps[0].words:
        return []
    alike = [[normalised(word) for word in gap.words] for gap in gaps]
    if any(set(words) != set(alike[0]) for words in alike):
        raise UnfitError("the gaps offer different words; here all gaps of a passage share them")
    spelt = Counter(word for gap in gaps for word in gap.words)
    usual = {normalised(word): word for word, _ in reversed(spelt.most_common())}
    return [usual[word] for word in dict.fromkeys(alike[0])]
