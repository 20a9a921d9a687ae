"""Plausible logs for each kind, to run the contract on; every kind must have some."""

from collections.abc import Callable, Sequence
from typing import Any

from assessments.banks import registry
from assessments.contract.assessment import ENGINE_EVENTS, LoggedEvent
from assessments.kinds.chat.authoring.self_test import play
from assessments.kinds.email.reply import read_reply
from assessments.kinds.voice.item import TASKS
from speech.spoken import Span, Spoken, Word

Step = tuple[float, str, dict[str, Any]]


def logged(
    slug: str, steps: Sequence[Step], *, seed: int = 7, form: str = "", policy: str = ""
) -> list[LoggedEvent]:
    """A log of a kind: the opening, then the steps (seconds, kind, data)."""
    assessment = registry.get(slug)
    items = list(form_of(slug, seed, form))
    opening: Step = (
        0.0,
        "begun",
        {"seed": seed, "items": items, "length": form, "extra_time": 1.0, "policy": policy},
    )
    models = {**ENGINE_EVENTS, **assessment.all_events}
    return [
        LoggedEvent(number=number, type=kind, at=at, data=models[kind].model_validate(data))
        for number, (at, kind, data) in enumerate([opening, *steps])
    ]


def form_of(slug: str, seed: int = 7, form: str = "") -> tuple[str, ...]:
    return registry.get(slug).drawing(form)(registry.bank(slug), seed, False)


def typed(text: str, *, gap: int = 200, ended: bool = True) -> list[Step]:
    """The first passage typed at one key each ``gap`` ms, the second always at 200; at 56 s the
    sitting is handed in.
    """
    _, first, second = form_of("typing")
    return [
        *_typed_out(first, text, at=1.0, gap=gap, ended=ended),
        *_typed_out(second, registry.bank("typing")[second].text[:120], at=29.0),
        (56.0, "submitted", {}),
    ]


def _typed_out(
    item: str, text: str, *, at: float, gap: int = 200, ended: bool = True
) -> list[Step]:
    page = "0123456789abcdef"
    strokes = [
        [gap * place, "edit", place, place, letter, "insertText"]
        for place, letter in enumerate(text)
    ]
    keys = {"version": 1, "item": item, "page": page, "batch": 0}
    return [
        (at, "passage_started", {"item": item, "page": page}),
        (at + 25.0, "keys", {**keys, "length": len(text), "strokes": strokes}),
        *([(at + 26.0, "passage_ended", {"item": item, "page": page})] if ended else []),
    ]


def first_passage() -> str:
    """The first passage that counts: the warm-up comes before it."""
    return form_of("typing")[1]


def passage() -> str:
    text: str = registry.bank("typing")[first_passage()].text
    return text[:120]


def typing() -> list[Step]:
    return typed(passage())


def grammar(*, right: int = 15, answered: int = 20) -> list[Step]:
    bank = registry.bank("grammar")
    steps: list[Step] = []
    for place, item in enumerate(form_of("grammar")[:answered]):
        question = bank[item]
        key = getattr(question, "key", None) or question.right_answers[0]
        answer = key if place < right else "zzz"
        data = {"item": item, "answer": answer, "seconds_on_screen": 6.0}
        steps.append((6.0 * (place + 1), "answered", data))
    return [*steps, (130.0, "submitted", {})]


def chat(*, test: int = 0) -> list[Step]:
    """A sample conversation of the scenario itself; the first one does everything right."""
    scenario = registry.bank("chat")[form_of("chat")[0]]
    played = play(scenario, scenario.tests[test].script)
    return [(event.at, event.type, event.data.model_dump()) for event in played[1:]]


def voice(*, skipped: str = "", missing: str = "", again: str = "") -> list[Step]:
    """Every item recorded; named tasks are skipped, never recorded, or recorded once too often."""
    steps: list[Step] = []
    bank = registry.bank("voice")
    for place, item in enumerate(form_of("voice")):
        at, task = 40.0 * place, bank[item].task
        steps.append((at + 1, "item_opened", {"item": item}))
        if task == skipped:
            steps.append((at + 30, "skipped", {"item": item}))
            continue
        if task == missing:
            continue
        takes = bank[item].takes if task == again else 1
        take = {"item": item, "recording": f"take-{place}", "seconds": 12.0}
        steps += [(at + 30, "recorded", take)] * takes
        if task == again:
            steps.append((at + 35, "recorded", {**take, "recording": "one-more"}))
    return [*steps, (40.0 * len(form_of("voice")), "submitted", {})]


def heard(words: Sequence[str]) -> Spoken:
    """Two words a second, without a pause."""
    return Spoken(
        seconds=len(words) * 0.5 + 1,
        words=tuple(
            Word(text=word, start=0.5 * n, end=0.5 * n + 0.4, probability=0.9)
            for n, word in enumerate(words)
        ),
        text=" ".join(words),
        speech=(Span(start=0.0, end=len(words) * 0.5),) if words else (),
        engine="made for the contract",
    )


def spoken(**said: int) -> dict[str, Spoken]:
    """Return transcripts of the takes of ``voice``: each answer earns full marks.

    A task can be named with the number of words to which its answer is cut.
    """
    bank = registry.bank("voice")
    found = {"one-more": heard(["all", "of", "it"])}
    for place, item in enumerate(form_of("voice")):
        words = bank[item].model_answer.split()
        found[f"take-{place}"] = heard(words[: said.get(bank[item].task, len(words))])
    return found


def email(*, kind: str = "good", pieces: int = 3) -> list[Step]:
    """A sample reply of the task, saved while it grew."""
    item = form_of("email")[0]
    text = next(
        sample.text for sample in registry.bank("email")[item].samples if sample.kind == kind
    )
    ends = [len(text) * (piece + 1) // pieces for piece in range(pieces)]
    steps: list[Step] = [
        (60.0 * place, "written", {"item": item, "text": text[:end]})
        for place, end in enumerate(ends, 1)
    ]
    return [*steps, (60.0 * (pieces + 1), "submitted", {})]


def inbox(*, right: int = 12, reverse: bool = False) -> list[Step]:
    """The tickets moved to the experts' places one by one, as many as are ``right``."""
    item = form_of("inbox")[0]
    box = registry.bank("inbox")[item]
    names = [
        ticket.id
        for ticket in sorted(box.tickets, key=lambda ticket: ticket.place, reverse=reverse)
    ]
    shown = registry.get("inbox").state(registry.bank("inbox"), logged("inbox", []), 0.0)
    now = [ticket["id"] for ticket in shown["tickets"]]
    steps: list[Step] = []
    for place, name in enumerate(names[:right]):
        now.remove(name)
        now.insert(place, name)
        steps.append((20.0 * (place + 1), "ordered", {"item": item, "order": list(now)}))
    return [*steps, (400.0, "submitted", {})]


def writing(
    *,
    kinds: Sequence[str] = ("good", "good"),
    change: Callable[[str], str] = str,
    change_second: Callable[[str], str] = str,
) -> list[Step]:
    """Samples of the prompts that were drawn, changed as asked; each saved at a third and whole.

    A third is too short to be scored. What stands from 80 words on is scored for its English, and
    the beginning of a text may be written better than its end. An empty text is never saved.
    """
    bank = registry.bank("writing")
    steps: list[Step] = []
    for place, (item, kind) in enumerate(zip(form_of("writing"), kinds, strict=True)):
        sample = next(sample.text for sample in bank[item].samples if sample.kind == kind)
        text = (change_second if place else change)(sample)
        steps += [
            (500.0 * place + at, "text_written", {"item": item, "text": saved})
            for at, saved in ((250.0, text[: len(text) // 3]), (500.0, text))
            if saved
        ]
    return [*steps, (1100.0, "submitted", {})]


LOGS: dict[str, Callable[[], list[Step]]] = {
    "typing": typing,
    "grammar": grammar,
    "chat": chat,
    "voice": voice,
    "email": email,
    "inbox": inbox,
    "writing": writing,
}

Sat = tuple[list[Step], dict[str, Spoken]]
"""A log without its opening, and what was heard in its recordings."""


def typing_pairs() -> dict[str, tuple[Sat, Sat]]:
    text = passage()
    slips = "".join("#" if place % 10 == 9 else sign for place, sign in enumerate(text))
    more = "".join("#" if place % 5 == 4 else sign for place, sign in enumerate(text))
    return {
        "wrong keys": ((typed(text), {}), (typed(slips), {})),
        "more wrong keys": ((typed(slips), {}), (typed(more), {})),
        "less text": ((typed(text), {}), (typed(text[:90]), {})),
        "a short burst": ((typed(text), {}), (typed(text[:110], gap=140), {})),
        "handed in at once": ((typed(text), {}), (typed(text, ended=False), {})),
    }


def grammar_pairs() -> dict[str, tuple[Sat, Sat]]:
    return {
        "fewer right": ((grammar(), {}), (grammar(right=14), {})),
        "none right": ((grammar(right=1), {}), (grammar(right=0), {})),
        "the hard ones left out": ((grammar(), {}), (grammar(answered=15), {})),
        "fewer answered": ((grammar(), {}), (grammar(answered=10), {})),
    }


def chat_pairs() -> dict[str, tuple[Sat, Sat]]:
    good = chat()
    pairs: dict[str, tuple[Sat, Sat]] = {
        f"{kind} at {at:.0f} s left out": ((good, {}), ([*good[:place], *good[place + 1 :]], {}))
        for place, (at, kind, _) in enumerate(good)
    }
    for place, (at, kind, _) in enumerate(good):
        if kind == "agent_message":
            rude = (at + 1.0, "agent_message", {"chat": 1, "text": "Stop complaining, stupid."})
            worse = [*good[: place + 1], rude, *good[place + 1 :]]
            pairs[f"rude after {at:.0f} s"] = ((good, {}), (worse, {}))
    scenario = registry.bank("chat")[form_of("chat")[0]]
    for number, test in enumerate(scenario.tests):
        pairs[test.name] = ((good, {}), (chat(test=number), {}))
    return pairs


def voice_pairs() -> dict[str, tuple[Sat, Sat]]:
    best = (voice(), spoken())
    pairs: dict[str, tuple[Sat, Sat]] = {
        "one recording too many": (best, (voice(again="repeat"), spoken())),
    }
    for task in TASKS:
        poor = spoken(**{task: 1})
        pairs |= {
            f"{task} skipped": (best, (voice(skipped=task), spoken())),
            f"{task} skipped for fear": ((voice(), poor), (voice(skipped=task), poor)),
            f"{task} with words missing": (best, (voice(), spoken(**{task: 4}))),
            f"{task} with one word": ((voice(), spoken(**{task: 4})), (voice(), poor)),
            f"{task} silent": ((voice(), poor), (voice(), spoken(**{task: 0}))),
            f"{task} not recorded": ((voice(), poor), (voice(missing=task), poor)),
        }
    return pairs


def said(task: Any, text: str) -> int:
    """Return how many of the wanted points and courtesies a reply has."""
    reply = read_reply(task, text)
    return sum(wanted.earned for wanted in (*reply.points, *reply.courtesies))


def email_pairs() -> dict[str, tuple[Sat, Sat]]:
    """A reply is worse where its English is, or where less of what was asked for shows.

    A line that shows nothing of that is part of the English alone: without one, such as the
    company's name under the writer's, the rest may be written better or worse.
    """
    good = email()
    item = form_of("email")[0]
    task = registry.bank("email")[item]
    text = good[-2][2]["text"]
    lines = text.split("\n")
    pairs: dict[str, tuple[Sat, Sat]] = {
        kind: ((good, {}), (email(kind=kind), {})) for kind in ("weak", "wrong", "stuffed")
    }
    for slip, (right, wrong) in {"articles": (" the ", " "), "verbs": ("have ", "has ")}.items():
        assert right in text, slip
        step: Step = (180.0, "written", {"item": item, "text": text.replace(right, wrong)})
        pairs[f"with wrong {slip}"] = ((good, {}), ([step, good[-1]], {}))
    for place, line in enumerate(lines):
        less = "\n".join([*lines[:place], *lines[place + 1 :]])
        if said(task, less) < said(task, text):
            step = (180.0, "written", {"item": item, "text": less})
            pairs[f"without {line[:20]!r}"] = ((good, {}), ([step, good[-1]], {}))
    for point in task.points:
        for promise in point.spoiled_by:
            spoiled = f"{text}\n{promise.replace('|', ' ').replace('*', '')}"
            step = (180.0, "written", {"item": item, "text": spoiled})
            pairs[f"and {promise!r}"] = ((good, {}), ([step, good[-1]], {}))
    return pairs


def inbox_pairs() -> dict[str, tuple[Sat, Sat]]:
    return {
        "the last ones not moved": ((inbox(), {}), (inbox(right=6), {})),
        "only one moved": ((inbox(right=6), {}), (inbox(right=1), {})),
        "turned round": ((inbox(), {}), (inbox(reverse=True), {})),
    }


def writing_pairs() -> dict[str, tuple[Sat, Sat]]:
    """Worse texts: errors, too few words, a copied page, repetition, odd stops or capitals."""
    page = registry.bank("writing")[form_of("writing")[0]].given
    good: Sat = (writing(), {})
    changes: dict[str, Callable[[str], str]] = {
        "articles left out": lambda text: text.replace(" the ", " ").replace(" a ", " "),
        "verbs wrong": lambda text: text.replace("have ", "has ").replace(" was ", " were "),
        "words misspelt": lambda text: text.replace("ing", "nig").replace("our ", "uor "),
        "the page pasted": lambda text: f"{text}\n{page}",
        "said twice": lambda text: f"{text}\n{text}",
        "a stop after each word": lambda text: text.replace(" ", ". "),
        "all in capitals": str.upper,
        "cut short": lambda text: " ".join(text.split()[:70]),
    }
    pairs: dict[str, tuple[Sat, Sat]] = {
        name: (good, (writing(change=change), {})) for name, change in changes.items()
    }
    return pairs | {
        "plain": (good, (writing(kinds=("plain", "plain")), {})),
        "one text": (good, (writing(change_second=lambda text: ""), {})),
    }


PAIRS: dict[str, Callable[[], dict[str, tuple[Sat, Sat]]]] = {
    "typing": typing_pairs,
    "grammar": grammar_pairs,
    "chat": chat_pairs,
    "voice": voice_pairs,
    "email": email_pairs,
    "inbox": inbox_pairs,
    "writing": writing_pairs,
}
"""For each kind, by name: a sitting, and the same one done worse or with something left out."""
