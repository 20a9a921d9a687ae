"""One plausible log for each kind, to run the contract on; every kind must have one."""

from collections.abc import Callable, Sequence
from typing import Any

from assessments import registry
from assessments.base import ENGINE_EVENTS, LoggedEvent
from speech.spoken import Span, Spoken, Word

Step = tuple[float, str, dict[str, Any]]


def logged(slug: str, steps: Sequence[Step], *, seed: int = 7) -> list[LoggedEvent]:
    """A log of a kind: the opening, then the steps (seconds, kind, data)."""
    assessment = registry.get(slug)
    form = assessment.draw(registry.bank(slug), seed, False)
    opening: Step = (0.0, "begun", {"seed": seed, "form": list(form), "extra_time": 1.0})
    models = {**ENGINE_EVENTS, **assessment.events}
    return [
        LoggedEvent(number=number, kind=kind, at=at, data=models[kind].model_validate(data))
        for number, (at, kind, data) in enumerate([opening, *steps])
    ]


def form_of(slug: str, seed: int = 7) -> tuple[str, ...]:
    return registry.get(slug).draw(registry.bank(slug), seed, False)


def typing() -> list[Step]:
    item = form_of("typing")[0]
    text = registry.bank("typing")[item].text[:120]
    page = "0123456789abcdef"
    strokes = [
        [200 * place, "edit", place, place, letter, "insertText"]
        for place, letter in enumerate(text)
    ]
    return [
        (1.0, "passage_started", {"item": item, "page": page}),
        (
            26.0,
            "keys",
            {
                "version": 1,
                "item": item,
                "page": page,
                "batch": 0,
                "length": len(text),
                "strokes": strokes,
            },
        ),
        (27.0, "passage_ended", {"item": item, "page": page}),
        (28.0, "submitted", {}),
    ]


def grammar() -> list[Step]:
    bank = registry.bank("grammar")
    steps: list[Step] = []
    for place, item in enumerate(form_of("grammar")):
        question = bank[item]
        key = getattr(question, "key", None) or question.right_answers[0]
        answer = key if place < 15 else "zzz"
        data = {"item": item, "answer": answer, "seconds_on_screen": 6.0}
        steps.append((6.0 * (place + 1), "answered", data))
    return [*steps, (130.0, "submitted", {})]


def chat() -> list[Step]:
    says = (
        (10.0, "Hello, I am sorry about that. May I have your order number and your name?"),
        (40.0, "Thank you. I can send you a replacement."),
        (70.0, "It will arrive in 3 to 5 working days. Is there anything else?"),
        (90.0, "Thank you for chatting with us. Goodbye!"),
    )
    steps: list[Step] = [(at, "agent_message", {"chat": 1, "text": text}) for at, text in says]
    return [*steps, (120.0, "submitted", {})]


def voice() -> list[Step]:
    steps: list[Step] = []
    for place, item in enumerate(form_of("voice")):
        at = 40.0 * place
        steps += [
            (at + 1, "item_opened", {"item": item}),
            (at + 30, "recorded", {"item": item, "recording": f"take-{place}", "seconds": 12.0}),
        ]
    return [*steps, (130.0, "submitted", {})]


def spoken() -> dict[str, Spoken]:
    """What was heard in the takes of ``voice``: the words of each item's script."""
    heard = {}
    bank = registry.bank("voice")
    for place, item in enumerate(form_of("voice")):
        words = bank[item].text.split()
        heard[f"take-{place}"] = Spoken(
            seconds=len(words) * 0.5 + 1,
            words=tuple(
                Word(text=word, start=0.5 * n, end=0.5 * n + 0.4, probability=0.9)
                for n, word in enumerate(words)
            ),
            text=" ".join(words),
            speech=(Span(start=0.0, end=len(words) * 0.5),),
            engine="made for the contract",
        )
    return heard


LOGS: dict[str, Callable[[], list[Step]]] = {
    "typing": typing,
    "grammar": grammar,
    "chat": chat,
    "voice": voice,
}
