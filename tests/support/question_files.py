"""Question files of other programs, and what the importer makes of them."""

from assessments.kinds.grammar.imports import Imported, imported
from assessments.kinds.grammar.imports.draft import Defaults
from assessments.kinds.grammar.question import Question

DEFAULTS = Defaults(topic="tense", rule="past simple", level="B1", prefix="from-file")

AIKEN = """What is the past
of "go"?
A. goed
B) went
C. gone
D. goes
ANSWER: B
"""


def read(text: str, file_format: str) -> Imported:
    """Import a text."""
    return imported(text, file_format, DEFAULTS)


def only(text: str, file_format: str) -> Question:
    """Return the only question of a text, of which nothing is left out."""
    result = read(text, file_format)
    assert result.problems == ()
    [question] = result.questions
    return question


def problem(text: str, file_format: str) -> tuple[int, str]:
    """Return line and reason of the only question of a text, which is left out."""
    result = read(text, file_format)
    assert result.questions == ()
    [refusal] = result.problems
    return refusal.line, refusal.why


def notes(text: str, file_format: str) -> str:
    """Return all notes of a text, one on a line."""
    return "\n".join(note.what for note in read(text, file_format).notes)


def quiz(*questions: str) -> str:
    """Return a Moodle XML file; its first question begins on line 3."""
    declaration = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
    return declaration + "\n".join(questions) + "\n</quiz>"


def moodle(
    text: str = "<![CDATA[<p>She ___ &amp; left.</p>]]>",
    answers: str = "100:goes 0:go 0:going 0:gone",
    *,
    kind: str = "multichoice",
    markup: str = "html",
    more: str = "",
) -> str:
    """Return a question of Moodle XML; an answer is its weight, a colon and a word."""
    pairs = [answer.split(":", 1) for answer in answers.split()]
    written = "".join(
        f'<answer fraction="{weight}" format="html"><text>{word}</text></answer>'
        for weight, word in pairs
    )
    return (
        f'<question type="{kind}"><name><text>Past</text></name>'
        f'<questiontext format="{markup}"><text>{text}</text></questiontext>'
        f"{written}{more}</question>"
    )


def item(body: str, responses: str, *, more: str = "", attributes: str = "") -> str:
    """Return a QTI 2.1 item; ``responses`` are its declarations, ``more`` follows the body."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="q1"'
        f' title="Past" adaptive="false" timeDependent="false"{attributes}>{responses}'
        f"<itemBody>{body}</itemBody>{more}</assessmentItem>"
    )


def response(
    *correct: str, name: str = "RESPONSE", base: str = "identifier", mapping: str = ""
) -> str:
    """Return a response declaration of QTI."""
    values = "".join(f"<value>{value}</value>" for value in correct)
    return (
        f'<responseDeclaration identifier="{name}" cardinality="single" baseType="{base}">'
        + (f"<correctResponse>{values}</correctResponse>" if correct else "")
        + (f'<mapping defaultValue="0">{mapping}</mapping>' if mapping else "")
        + "</responseDeclaration>"
    )


def choice(*texts: str, prompt: str = "She ___ home.", kind: str = "simpleChoice") -> str:
    """Return a choice interaction whose choices are called a, b, c and so on."""
    choices = "".join(
        f'<{kind} identifier="{letter}">{text}</{kind}>'
        for letter, text in zip("abcdefgh", texts, strict=False)
    )
    return (
        '<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1">'
        f"<prompt>{prompt}</prompt>{choices}</choiceInteraction>"
    )


def inline(*texts: str, name: str = "RESPONSE") -> str:
    """Return an inline choice interaction whose choices are called a, b, c and so on."""
    choices = "".join(
        f'<inlineChoice identifier="{letter}">{text}</inlineChoice>'
        for letter, text in zip("abcdefgh", texts, strict=False)
    )
    return (
        f'<inlineChoiceInteraction responseIdentifier="{name}" shuffle="true">{choices}'
        "</inlineChoiceInteraction>"
    )


def entry(name: str = "RESPONSE") -> str:
    """Return a text entry interaction."""
    return f'<textEntryInteraction responseIdentifier="{name}" expectedLength="10"/>'
