"""QTI 2.1 items: choice, text entry and inline choice interactions."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from itertools import takewhile
from xml.etree.ElementTree import Element

from assessments.kinds.grammar.imports.content import (
    RIGHT,
    Answer,
    Gap,
    chosen,
    explained,
    passage,
    typed,
)
from assessments.kinds.grammar.imports.draft import (
    EMBEDDED,
    ESSAY,
    MATCHING,
    NUMBER,
    Content,
    Extract,
    Notes,
    UnfitError,
)
from assessments.kinds.grammar.imports.markup import feedback, visible
from assessments.kinds.grammar.imports.tags import KNOWN_TAGS
from assessments.kinds.grammar.imports.tree import parsed
from assessments.kinds.grammar.question import GAP

CHOICE, ENTRY, INLINE = "choiceInteraction", "textEntryInteraction", "inlineChoiceInteraction"

_OTHER_ROOTS: Mapping[str, str] = {
    "questestinterop": "this is QTI 1.2, which is not read here; export QTI 2.1",
    "qti-assessment-item": "this is QTI 3, which is not read here; export QTI 2.1",
    "assessmentTest": "this is a test without its items; import the whole package",
    "manifest": "this is a manifest without its items; import the whole package",
    "quiz": "this is Moodle XML; choose the format moodle",
}
_OTHER_INTERACTIONS: Mapping[str, str] = {
    "extendedTextInteraction": ESSAY,
    "matchInteraction": MATCHING,
    "associateInteraction": MATCHING,
    "gapMatchInteraction": MATCHING,
    "mediaInteraction": EMBEDDED,
    "uploadInteraction": EMBEDDED,
    "drawingInteraction": EMBEDDED,
}
_BLOCKS = frozenset({"p", "div", "li", "td", "th", "blockquote", "h1", "h2", "h3", "h4"})
_NOT_SHOWN = frozenset({"feedbackInline", "feedbackBlock", "stylesheet"})
_TEMPLATES = frozenset({"templateDeclaration", "templateProcessing", "printedVariable"})
_GENERAL = ("reason", "general", "solution", "explanation", "rationale", "correct")
"""How the identifiers of feedback begin that says why the key is right."""

_PLACEHOLDER = re.compile(r"^(?:please )?(?:choose|select|pick)\b.{0,30}(?:\.\.\.|…)$|^-*$", re.I)

MOST_FIELDS = 50
"""Fields of an item; a passage here has ten at most."""

NO_KEY = "the file does not say which answer is right"


def read_qti(text: str) -> Extract:
    """Read the question of a QTI 2.1 item.

    Raises:
        UnfitError: the text is not XML, declares a document type, or is not an item.
    """
    root, _ = parsed(text)
    if root.tag != "assessmentItem":
        why = _OTHER_ROOTS.get(root.tag, f"the file holds <{root.tag}>, not <assessmentItem>")
        raise UnfitError(why)
    extract = Extract()
    title = root.get("title") or root.get("identifier") or ""
    extract.add(1, title, partial(_question, root))
    return extract


def _question(root: Element, notes: Notes) -> Content:
    """Return the fields of a question.

    Raises:
        UnfitError: the item cannot be imported.
    """
    body = root.find("itemBody")
    if body is None:
        raise UnfitError("the item has no itemBody")
    interactions = _interactions(root, body)
    told = _Feedback(root, notes)
    general = told.general()
    if interactions[0].tag == CHOICE:
        content = _choice(root, body, interactions[0], told, notes)
    elif len(interactions) == 1:
        content = _one_gap(root, body, interactions[0], told, notes)
    else:
        content = _gaps(root, body, interactions, told, notes)
    told.note_the_rest()
    return explained(content, general, notes)


def _interactions(root: Element, body: Element) -> list[Element]:
    """Return the interactions: a choice, or any number of gaps."""
    if any(element.tag in _TEMPLATES for element in root.iter()):
        raise UnfitError("the question changes each time it is asked")
    if root.find("assessmentStimulusRef") is not None:
        raise UnfitError("its text is in another file; put it into the question")
    found = [element for element in body.iter() if element.tag.endswith("Interaction")]
    if len(found) > MOST_FIELDS:
        raise UnfitError(f"the item has over {MOST_FIELDS} fields")
    if not found:
        raise UnfitError("the item asks nothing: it has no interaction")
    for element in found:
        if element.tag not in {CHOICE, ENTRY, INLINE}:
            unknown = f"questions of the type {element.tag!r} are not known here"
            raise UnfitError(_OTHER_INTERACTIONS.get(element.tag, unknown))
    if len(found) > 1 and any(element.tag == CHOICE for element in found):
        raise UnfitError("the item holds several questions; make an item of each")
    return found


def _choice(
    root: Element, body: Element, interaction: Element, told: "_Feedback", notes: Notes
) -> Content:
    key = _key(root, interaction)
    options = [
        Answer(
            text=visible(_inside(choice, notes), "html", notes, gaps=False),
            weight=key.weights.get(choice.get("identifier", ""), 0.0),
            feedback=told.of(choice.get("identifier", "")),
        )
        for choice in interaction.iter("simpleChoice")
    ]
    return chosen(visible(_inside(body, notes), "html", notes), options, notes)


def _one_gap(
    root: Element, body: Element, interaction: Element, told: "_Feedback", notes: Notes
) -> Content:
    text = visible(_inside(body, notes, alone=interaction), "html", notes)
    gap = _gap(root, interaction, told, notes)
    if gap.words:
        return chosen(text, gap.answers, notes)
    return typed(text, gap.answers, notes, case=gap.case)


def _gaps(
    root: Element,
    body: Element,
    interactions: Sequence[Element],
    told: "_Feedback",
    notes: Notes,
) -> Content:
    """Return a passage; what stands before the paragraph of the first gap is its task."""
    first = set(interactions)
    before = list(takewhile(lambda child: not first.intersection(child.iter()), body))
    task = visible("".join(_source(child, notes, None) for child in before), "html", notes)
    rest = "".join(_source(child, notes, None) for child in list(body)[len(before) :])
    text = visible(rest, "html", notes, gaps=False)
    pieces = text.split(GAP)
    if len(pieces) != len(interactions) + 1:
        raise UnfitError("the text has lines that look like gaps beside its fields")
    gaps = [_gap(root, interaction, told, notes) for interaction in interactions]
    return passage(pieces, gaps, notes, task=task)


def _gap(root: Element, interaction: Element, told: "_Feedback", notes: Notes) -> Gap:
    key = _key(root, interaction)
    because = told.of(interaction.get("responseIdentifier", ""))
    if interaction.tag == INLINE:
        return _offered(interaction, key, because, told, notes)
    if interaction.get("patternMask"):
        notes.add("a pattern for the answer was left out")
    if key.case:
        notes.add("capitals count in the answer, as in the file")
    answers = [
        Answer(text=visible(text, "plain", notes), weight=weight, feedback=because)
        for text, weight in key.weights.items()
    ]
    return Gap(answers=answers, case=key.case)


def _offered(
    interaction: Element, key: "_Key", because: str, told: "_Feedback", notes: Notes
) -> Gap:
    answers = {
        (name := choice.get("identifier", "")): Answer(
            text=visible(_inside(choice, notes), "html", notes, brackets=False, gaps=False),
            weight=key.weights.get(name, 0.0),
            feedback=told.of(name) or because,
        )
        for choice in interaction.iter("inlineChoice")
    }
    for name, answer in list(answers.items()):
        if answer.weight <= 0 and _PLACEHOLDER.match(answer.text):
            notes.add(f"the option {answer.text!r} was removed: it only asks to choose")
            del answers[name]
    return Gap(
        answers=list(answers.values()),
        words=[answer.text for answer in answers.values()],
        accepted=[answers[name] for name in key.weights if name in answers],
    )


@dataclass(frozen=True, kw_only=True)
class _Key:
    """The weight of each answer in %, and whether capitals count."""

    weights: Mapping[str, float]
    case: bool


def _key(root: Element, interaction: Element) -> _Key:
    """Return the key from the correct response and the mapping of an interaction's declaration.

    Strings are matched with their capitals, unless a mapping or a rule says otherwise.
    """
    name = interaction.get("responseIdentifier", "")
    declarations = root.iter("responseDeclaration")
    declaration = next((item for item in declarations if item.get("identifier") == name), None)
    if declaration is None:
        raise UnfitError(NO_KEY)
    if declaration.get("baseType") in {"integer", "float"}:
        raise UnfitError(NUMBER)
    correct = [
        (value.text or "").strip()
        for response in declaration.findall("correctResponse")
        for value in response.findall("value")
    ]
    weights = {**dict.fromkeys(correct, RIGHT), **_mapped(declaration, correct)}
    if not any(weight > 0 for weight in weights.values()):
        raise UnfitError(NO_KEY)
    entries = [entry.get("caseSensitive") != "false" for entry in declaration.iter("mapEntry")]
    loose = any(rule.get("caseSensitive") == "false" for rule in root.iter("stringMatch"))
    return _Key(weights=weights, case=any(entries) if entries else not loose)


def _mapped(declaration: Element, correct: Sequence[str]) -> Mapping[str, float]:
    """Return the weights of a mapping; the highest value earns everything."""
    try:
        values = {
            entry.get("mapKey", ""): float(entry.get("mappedValue", "0"))
            for entry in declaration.iter("mapEntry")
        }
    except ValueError as error:
        raise UnfitError("the value of an answer is not a number") from error
    most = max(values.values(), default=0.0)
    if most <= 0:
        return {}
    return {
        key: RIGHT if value == most or (key in correct and value > 0) else RIGHT * value / most
        for key, value in values.items()
    }


class _Feedback:
    """The feedback of an item by its identifier, which is often that of an answer."""

    def __init__(self, root: Element, notes: Notes) -> None:
        self._notes = notes
        self._texts: dict[str, str] = {}
        for element in root.iter():
            if element.tag in {"modalFeedback", "feedbackInline", "feedbackBlock"}:
                text = feedback(_inside(element, notes), "html", notes)
                name = element.get("identifier", "")
                self._texts[name] = " ".join(filter(None, [self._texts.get(name), text]))

    def of(self, identifier: str) -> str:
        """Return the feedback of an answer, or "" if it has none."""
        return self._texts.pop(identifier, "")

    def general(self) -> str:
        """Return the feedback that says why the key is right."""
        named = [name for name in self._texts if name.lower().startswith(_GENERAL)]
        return " ".join(filter(None, [self._texts.pop(name) for name in named]))

    def note_the_rest(self) -> None:
        """Note feedback that belongs to no answer."""
        for name, text in self._texts.items():
            if text:
                self._notes.add(f"feedback {name!r} was left out: {text[:60]}")


def _inside(element: Element, notes: Notes, *, alone: Element | None = None) -> str:
    """Return what is inside an element as HTML, with ``___`` for each gap."""
    return escape(element.text or "", quote=False) + "".join(
        _source(child, notes, alone) for child in element
    )


def _source(element: Element, notes: Notes, alone: Element | None) -> str:
    """Return an element and the text behind it as HTML.

    A field that is ``alone`` in its block is no gap of the sentence but the line below it.
    """
    tail = escape(element.tail or "", quote=False)
    if element.tag in {ENTRY, INLINE}:
        return GAP + tail
    if element.tag == CHOICE:
        prompt = element.find("prompt")
        return f"<p>{_inside(prompt, notes)}</p>{tail}" if prompt is not None else f" {tail}"
    if element.tag in _NOT_SHOWN:
        return tail
    if element.tag == "rubricBlock" and "candidate" not in element.get("view", ""):
        notes.add("a text that only staff see was left out")
        return tail
    inside = _inside(element, notes, alone=alone)
    is_line = element.tag in _BLOCKS and inside.strip() == GAP
    if is_line and alone is not None and alone in element.iter():
        return f" {tail}"
    if element.tag.lower() not in KNOWN_TAGS:
        return f"{inside}{tail}"
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in _attributes(element))
    return f"<{element.tag}{attributes}>{inside}</{element.tag}>{tail}"


def _attributes(element: Element) -> Iterator[tuple[str, str]]:
    return ((name, value) for name, value in element.items() if name in {"style", "class", "href"})
