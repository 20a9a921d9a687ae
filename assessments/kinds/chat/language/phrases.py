"""The built-in acts, read from ``acts.yaml``: their phrase rules, samples and guard."""

import re
from functools import lru_cache
from importlib.resources import files
from typing import Final

import yaml
from pydantic import BaseModel, ConfigDict, Field

_PIECE: Final = re.compile(r"<([A-Z_]+)>")


class _Act(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    guarded: bool
    unguarded: tuple[str, ...] = ()
    rules: dict[str, str] = Field(min_length=1)
    samples: tuple[str, ...] = Field(min_length=1)


class _ActsFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    pieces: dict[str, str]
    acts: dict[str, _Act]


@lru_cache(maxsize=1)
def _file() -> _ActsFile:
    text = (
        files("assessments.kinds.chat.language").joinpath("acts.yaml").read_text(encoding="utf-8")
    )
    return _ActsFile.model_validate(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506


def _whole(pattern: str) -> str:
    """Put the pieces in, and the pieces of pieces."""
    while _PIECE.search(pattern):
        pattern = _PIECE.sub(lambda found: _file().pieces[found.group(1)], pattern)
    return pattern


@lru_cache(maxsize=1)
def rules() -> dict[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    """Return, for each act, its rules: a name and an expression on one clause."""
    return {
        name: tuple((rule, re.compile(_whole(found))) for rule, found in act.rules.items())
        for name, act in _file().acts.items()
    }


@lru_cache(maxsize=1)
def guarded() -> frozenset[tuple[str, str]]:
    """Return the rules, each with its act, that a negation earlier in the clause takes away."""
    return frozenset(
        (name, rule)
        for name, act in _file().acts.items()
        for rule in act.rules
        if act.guarded and rule not in act.unguarded
    )


@lru_cache(maxsize=1)
def samples() -> dict[str, tuple[str, ...]]:
    """Return a few phrases of each act: its examples and the vocabulary for spelling."""
    return {name: act.samples for name, act in _file().acts.items()}
