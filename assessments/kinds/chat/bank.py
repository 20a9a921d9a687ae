"""Loading the scenario files: read, convert, check, rehearse."""

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

import yaml
from pydantic import ValidationError

from assessments.contract.assessment import Bank, ContentError
from assessments.kinds.chat.authoring.checks import complaints
from assessments.kinds.chat.authoring.parallel import check_forms
from assessments.kinds.chat.authoring.rehearsal import failures
from assessments.kinds.chat.scenario import Scenario

# What an author is told in place of pydantic's own words, by its name of the error.
PLAIN_WORDS = {
    "float_parsing": "write a number",
    "int_parsing": "write a whole number",
    "missing": "this is missing",
}


def read_scenario(text: str, source: str, *, scores: bool = True) -> Scenario:
    """Return the scenario that a file holds, checked and rehearsed.

    Args:
        text: the file's content.
        source: its name, for messages.
        scores: whether its self-tests must also give their scores; their goals and endings they
            must give in any case.

    Raises:
        ContentError: naming the file, the place and what to do.
    """
    try:
        scenario = parsed(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506
    except yaml.YAMLError as error:
        raise ContentError(f"{source}: this is not readable YAML: {error}") from error
    except ScenarioError as error:
        raise ContentError("\n".join(f"{source}: {one}" for one in error.found)) from error
    if found := list(failures(scenario, scores=scores)):
        raise ContentError("\n".join(f"{source}: {one}" for one in found))
    return scenario


class ScenarioError(ValueError):
    """A scenario does not hang together; ``found`` says where and what to do, one by one."""

    def __init__(self, found: Sequence[str]) -> None:
        super().__init__("\n".join(found))
        self.found = tuple(found)


def parsed(content: object) -> Scenario:
    """Return the scenario of a file's content, checked but not yet rehearsed.

    Raises:
        ScenarioError: naming the places and what to do.
    """
    try:
        scenario = Scenario.model_validate(content)
    except ValidationError as error:
        raise ScenarioError(_plain(error)) from error
    if found := list(complaints(scenario)):
        raise ScenarioError(found)
    return scenario


def _plain(error: ValidationError) -> list[str]:
    """Return pydantic's complaints with the places as people count: from 1."""
    found = []
    for one in error.errors():
        steps = (str(step + 1 if isinstance(step, int) else step) for step in one["loc"])
        said = PLAIN_WORDS.get(one["type"], one["msg"].removeprefix("Value error, "))
        found.append(f"{' › '.join(steps) or 'file'}: {said}")
    return found


def edition(name: str, content: Mapping[str, Any]) -> Scenario:
    """Return the scenario of a content that staff have published, with ``name`` as its id.

    Args:
        name: the scenario's own id and its version, ``late-parcel@3``.
        content: as in a file; id and version are those of ``name``.

    Raises:
        ContentError: it can no longer be read.
    """
    item, _, version = name.rpartition("@")
    try:
        scenario = Scenario.model_validate({**content, "id": item, "version": version})
    except ValidationError as error:
        raise ContentError("\n".join(f"{name}: {one}" for one in _plain(error))) from error
    return scenario.model_copy(update={"id": name})


def faults(scenario: Scenario) -> Sequence[str]:
    """Return what a scenario's self-tests find; of their scores only ``check`` knows."""
    return tuple(failures(scenario, scores=False))


def as_written(name: str) -> dict[str, Any]:
    """Return the content of a shipped file, every value the text that its author typed.

    Raises:
        LookupError: there is no such file.
    """
    folder = files("assessments.kinds.chat").joinpath("items")
    likely = folder.joinpath(f"{name}.yaml")
    every = (one for one in folder.iterdir() if one.name.endswith(".yaml"))
    for file in (likely, *every) if likely.is_file() else every:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
        if isinstance(content, dict) and content.get("id") == name:
            return content
    raise LookupError(name)


def load() -> Mapping[str, Scenario]:
    """Return every scenario of the ``items`` folder by id.

    Raises:
        ContentError: a file is wrong, or two files have the same id.
    """
    bank: dict[str, Scenario] = {}
    folder = files("assessments.kinds.chat").joinpath("items")
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if not file.name.endswith(".yaml"):
            continue
        text = file.read_text(encoding="utf-8")
        scenario = read_scenario(text, f"chat/items/{file.name}", scores=False)
        if scenario.id in bank:
            raise ContentError(f"chat/items/{file.name}: the id {scenario.id!r} is already used")
        taken = next((one for one in bank.values() if _same_place(one, scenario)), None)
        if taken:
            raise ContentError(
                f"chat/items/{file.name}: {taken.id!r} is already form {scenario.form}, "
                f"{scenario.slot}; give it another form or slot"
            )
        bank[scenario.id] = scenario
    for practice in (False, True):
        if not any(scenario.practice is practice for scenario in bank.values()):
            kind = "practice" if practice else "scored"
            raise ContentError(f"chat/items: there is no {kind} scenario")
    return bank


def check(bank: Bank) -> Sequence[str]:
    """Run every self-test of the bank with its score, compare the forms; return what there is.

    Raises:
        ContentError: a self-test does not give its score, or the forms are not alike.
    """
    scenarios = [one for one in bank.values() if isinstance(one, Scenario)]
    found = [f"{one.id}: {failure}" for one in scenarios for failure in failures(one)]
    if found:
        raise ContentError("\n".join(found))
    tests = sum(len(one.tests) for one in scenarios)
    return (f"{len(scenarios)} chats, {tests} self-tests passed", *check_forms(bank))


def _same_place(one: Scenario, other: Scenario) -> bool:
    """Whether two files claim the same place of the same parallel form."""
    return one.form is not None and (one.form, one.slot) == (other.form, other.slot)
