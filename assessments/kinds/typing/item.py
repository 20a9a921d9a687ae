"""Items to type: a passage, a dictation, a customer record, a set of chat prompts.

Every text has only straight quotes and ASCII characters, so that every keyboard can type it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import product
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Exercise = Literal["copy", "listen", "record", "chat"]
FieldKind = Literal["name", "number", "order_id", "address", "email", "phone", "date", "amount"]

SCORED_SECONDS = 120.0
PRACTICE_SECONDS = 30.0

PHRASES = range(5, 10)
WORDS_OF_PHRASE = range(4, 13)
FIELDS = range(6, 11)
CANNED = range(5, 9)
PROMPTS = range(4, 7)
"""Allowed numbers in a scored item; a practice item may have fewer, but at least one."""

MOST_TEXTS = 16
"""Right texts of one dictation: each is compared with the typed text."""

KINDS: Mapping[FieldKind, str] = {
    "name": r"[A-Z][A-Za-z'.-]*( [A-Za-z][A-Za-z'.-]*)+",
    "number": r"\d{3,16}",
    "order_id": r"(?=.*\d)[A-Z0-9]+(-[A-Z0-9]+)*",
    "address": r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9 ,.'#/-]{8,100}",
    "email": r"[a-z0-9]+([._-][a-z0-9]+)*@([a-z0-9-]+\.)*(example|example\.(com|org|net))",
    "phone": r"\+?[0-9][0-9 -]{6,18}[0-9]",
    "date": r"[A-Z][a-z]+ \d{1,2}, \d{4}",
    "amount": r"\d{1,3}(,\d{3})*\.\d{2}",
}
"""Patterns of field values. An e-mail address ends in a domain reserved for examples (RFC 2606), so
it belongs to no one."""

_SLOT = re.compile(r"\{([a-z_]+)\}")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Item(_Part):
    id: str = Field(pattern=r"^[a-z0-9-]{3,24}$")
    title: str = Field(min_length=1, max_length=60)
    practice: bool = False


class Passage(_Item):
    """A text to copy, at most as long as three chained passages."""

    exercise: Literal["copy"] = "copy"
    text: str = Field(min_length=100, max_length=4000)

    @property
    def seconds(self) -> float:
        """Time limit without an accommodation."""
        return PRACTICE_SECONDS if self.practice else SCORED_SECONDS

    @model_validator(mode="after")
    def _can_be_typed(self) -> Self:
        for problem in problems_of_text(self.text):
            raise ValueError(problem)
        return self


class Line(_Part):
    """One phrase of a dictation.

    Attributes:
        text: the text to type.
        say: the spoken text if it differs (spelt letters, figures as words).
        also: other right ways to type it.
    """

    text: str = Field(min_length=4, max_length=100)
    say: str = Field(default="", max_length=300)
    also: tuple[str, ...] = ()

    @property
    def spoken(self) -> str:
        """The text that the voice speaks."""
        return self.say or self.text


class Dictation(_Item):
    """The phrases that a caller dictates; the sound of phrase n, from 1, is ``<id>-<n>``.

    Attributes:
        caller: which of the two voices speaks.
        replays: how often each phrase may be played again.
    """

    exercise: Literal["listen"] = "listen"
    caller: Literal["man", "woman"]
    replays: int = Field(default=1, ge=0, le=3)
    lines: tuple[Line, ...]

    @property
    def phrases(self) -> tuple[str, ...]:
        """The texts to type, phrase by phrase."""
        return tuple(line.text for line in self.lines)

    @property
    def text(self) -> str:
        """The whole text: the phrases joined by a space."""
        return " ".join(self.phrases)

    @property
    def texts(self) -> tuple[str, ...]:
        """Every right text, the usual one first; the nearest to the typed text counts."""
        return tuple(map(" ".join, product(*((line.text, *line.also) for line in self.lines))))

    @property
    def sounds(self) -> tuple[str, ...]:
        """Names of the sounds, one per phrase."""
        return tuple(f"{self.id}-{number}" for number in range(1, len(self.lines) + 1))

    @model_validator(mode="after")
    def _can_be_heard_and_typed(self) -> Self:
        for problem in _problems_of_dictation(self):
            raise ValueError(problem)
        return self


class RecordField(_Part):
    """One field of a record; the source contains ``value`` literally, exactly once."""

    name: str = Field(pattern=r"^[a-z_]{2,30}$")
    label: str = Field(min_length=2, max_length=40)
    kind: FieldKind
    value: str = Field(min_length=1, max_length=100)


class CustomerRecord(_Item):
    """Facts about a customer in a note, an e-mail or a web form, to be typed into fields."""

    exercise: Literal["record"] = "record"
    source: str = Field(min_length=60, max_length=1500)
    fields: tuple[RecordField, ...]

    @model_validator(mode="after")
    def _source_holds_the_fields(self) -> Self:
        for problem in _problems_of_record(self):
            raise ValueError(problem)
        return self


class Canned(_Part):
    """A canned reply; ``{slot}`` marks a value to fill in."""

    id: str = Field(pattern=r"^[a-z0-9-]{2,30}$")
    title: str = Field(min_length=2, max_length=40)
    text: str = Field(min_length=20, max_length=300)

    @property
    def slots(self) -> frozenset[str]:
        """Names of the slots to fill in."""
        return frozenset(_SLOT.findall(self.text))

    def filled(self, values: Mapping[str, str]) -> str:
        """Return the reply with a value in every slot."""
        return _SLOT.sub(lambda slot: values[slot[1]], self.text)


class Prompt(_Part):
    """A customer's message and the one reply that answers it.

    Attributes:
        customer: the message.
        note: the facts of the order or account that the agent sees; empty if none are needed.
        reply: id of the canned reply.
        slots: the value of each slot, which occurs in the message or the note.
        accepted: other whole replies that are right.
    """

    customer: str = Field(min_length=10, max_length=300)
    note: str = Field(default="", max_length=200)
    reply: str
    slots: Mapping[str, str] = Field(default_factory=dict)
    accepted: tuple[str, ...] = ()


class ChatPrompts(_Item):
    """Short messages of customers, answered by copying a canned reply and adapting it."""

    exercise: Literal["chat"] = "chat"
    canned: tuple[Canned, ...]
    prompts: tuple[Prompt, ...]

    @property
    def replies(self) -> tuple[str, ...]:
        """The text expected for each prompt."""
        canned = {reply.id: reply for reply in self.canned}
        return tuple(canned[prompt.reply].filled(prompt.slots) for prompt in self.prompts)

    @model_validator(mode="after")
    def _has_a_reply_to_every_prompt(self) -> Self:
        for problem in _problems_of_chat(self):
            raise ValueError(problem)
        return self


Item = Passage | Dictation | CustomerRecord | ChatPrompts


def chain(passages: Sequence[Passage]) -> Passage:
    """Join passages into a longer one, separated by spaces; the title is that of the first.

    One passage lasts for 2 minutes at 90 words a minute; 3 minutes take two and 5 take three.
    """
    if len(passages) == 1:
        return passages[0]
    return Passage.model_construct(
        id="+".join(passage.id for passage in passages),
        title=passages[0].title,
        text=" ".join(passage.text for passage in passages),
        practice=passages[0].practice,
    )


def problems_of_text(text: str, *, lines: bool = False) -> Iterator[str]:
    """Yield untypable characters and stray spaces in a text; ``lines`` allows line breaks."""
    plain = text.replace("\n", " ") if lines else text
    strange = sorted(
        {character for character in plain if not (character.isascii() and character.isprintable())}
    )
    if strange:
        yield f"{text[:30]!r} has signs that some keyboards lack: {strange}"
    if "  " in text or text != text.strip():
        yield f"{text[:30]!r} has doubled or outer spaces; remove them"


def _counted(name: str, count: int, fair: range, *, practice: bool = False) -> Iterator[str]:
    least = 1 if practice else fair.start
    if not least <= count < fair.stop:
        yield f"{count} {name}; write {least} to {fair.stop - 1}"


def _problems_of_dictation(item: Dictation) -> Iterator[str]:
    yield from _counted("lines", len(item.lines), PHRASES, practice=item.practice)
    for line in item.lines:
        for text in (line.text, *line.also):
            yield from problems_of_text(text)
        words = len(line.text.split())
        yield from _counted(f"words in {line.text!r}", words, WORDS_OF_PHRASE)
        if re.search(r"\d", line.spoken):
            yield f"{line.text!r} is spoken with figures; write them as words in `say`"
    if len(item.texts) > MOST_TEXTS:
        yield f"{len(item.texts)} right texts; keep to {MOST_TEXTS}, with fewer `also`"


def _problems_of_record(item: CustomerRecord) -> Iterator[str]:
    yield from problems_of_text(item.source, lines=True)
    yield from _counted("fields", len(item.fields), FIELDS, practice=item.practice)
    yield from _twice("fields", [field.name for field in item.fields])
    for field in item.fields:
        if not re.fullmatch(KINDS[field.kind], field.value):
            yield f"{field.name}: {field.value!r} is no {field.kind}; see KINDS"
        if field.kind == "date" and not _is_date(field.value):
            yield f"{field.name}: there is no {field.value!r}"
        times = len(re.findall(rf"(?<!\w){re.escape(field.value)}(?!\w)", item.source))
        if times != 1:
            yield f"{field.name}: the source holds {field.value!r} {times} times; once is clear"


def _is_date(text: str) -> bool:
    try:
        datetime.strptime(text, "%B %d, %Y")  # noqa: DTZ007  (a calendar day, of no zone)
    except ValueError:
        return False
    return True


def _problems_of_chat(item: ChatPrompts) -> Iterator[str]:
    yield from _counted("canned replies", len(item.canned), CANNED, practice=item.practice)
    yield from _counted("prompts", len(item.prompts), PROMPTS, practice=item.practice)
    yield from _twice("canned replies", [reply.id for reply in item.canned])
    canned = {reply.id: reply for reply in item.canned}
    for reply in item.canned:
        yield from problems_of_text(reply.text)
    for prompt in item.prompts:
        where = prompt.customer[:30]
        for text in (prompt.customer, *prompt.slots.values(), *prompt.accepted):
            yield from problems_of_text(text)
        if prompt.reply not in canned:
            yield f"{where!r}: there is no canned reply {prompt.reply!r}"
            return
        if canned[prompt.reply].slots != prompt.slots.keys():
            yield f"{where!r}: fill in {sorted(canned[prompt.reply].slots)}, no more and no less"
        for name, value in prompt.slots.items():
            if value not in prompt.customer and value not in prompt.note:
                yield f"{where!r}: {name} {value!r} stands neither in customer nor in note"


def _twice(what: str, names: Sequence[str]) -> Iterator[str]:
    if len(names) != len(set(names)):
        yield f"two {what} have the same name; rename one"
