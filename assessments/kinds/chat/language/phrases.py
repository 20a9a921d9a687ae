"""The built-in acts of ``acts.yaml``: phrase rules, sample phrases, and guards against negation."""

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
    """Replace the named pieces of a pattern, including pieces within pieces."""
    while _PIECE.search(pattern):
        pattern = _PIECE.sub(lambda match: _file().pieces[match.group(1)], pattern)
    return pattern


@lru_cache(maxsize=1)
def rules() -> dict[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    """Return the rules of each act: a name and a pattern for a clause."""
    return {
        name: tuple((rule, re.compile(_whole(pattern))) for rule, pattern in act.rules.items())
        for name, act in _file().acts.items()
    }


@lru_cache(maxsize=1)
def guarded() -> frozenset[tuple[str, str]]:
    """Return (act, rule) of the rules that a negation earlier in the clause cancels."""
    return frozenset(
        (name, rule)
        for name, act in _file().acts.items()
        for rule in act.rules
        if act.guarded and rule not in act.unguarded
    )


@lru_cache(maxsize=1)
def samples() -> dict[str, tuple[str, ...]]:
    """Return sample phrases of each act, which are also the vocabulary for spelling."""
    return {name: act.samples for name, act in _file().acts.items()}
