"""Logs of typing sittings for the contract test, and pairs of a better and a worse one."""

from assessments.banks import registry
from tests.support.logs import Sat, Step, form_of


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


def pairs() -> dict[str, tuple[Sat, Sat]]:
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


def full() -> Sat:
    """Return a full log and its recordings: what the contract test runs on."""
    return typing(), {}
