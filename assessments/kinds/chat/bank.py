"""The bank of scenarios: files and published editions are read and checked, and self-tested.

A process that starts runs no self-tests: they read every sample message, which takes seconds.
"""

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

import yaml
from pydantic import ValidationError

from assessments.contract.assessment import Bank, ContentError
from assessments.kinds.chat.authoring.checks import complaints
from assessments.kinds.chat.authoring.parallel_sets import check_parallel_sets
from assessments.kinds.chat.authoring.self_test import failures
from assessments.kinds.chat.scenario import Scenario

# Messages for authors in place of pydantic's own, by pydantic's error type; braces are filled in
# from its context.
PLAIN_WORDS = {
    "dict_type": "give a label and a value for each",
    "extra_forbidden": "a scenario has no such part",
    "float_parsing": "write a number",
    "greater_than": "write more than {gt:g}",
    "greater_than_equal": "write {ge:g} or more",
    "int_parsing": "write a whole number",
    "less_than_equal": "write {le:g} or less",
    "literal_error": "choose one of {expected}",
    "missing": "this is missing",
    "string_pattern_mismatch": "use small letters, digits, - and _ (40 at most), a letter first",
    "string_too_long": "write {max_length} characters or fewer",
    "string_too_short": "write something here",
    "too_short": "give {min_length} or more",
    "tuple_type": "give a list",
}


def read_scenario(text: str, source: str) -> Scenario:
    """Return the scenario of a file, after its checks and its self-tests with their scores.

    Args:
        text: the file's content.
        source: the file's name, for messages.

    Raises:
        ContentError: the file is wrong; the message names the file, the place and what to do.
    """
    scenario = checked(text, source)
    if failed := list(failures(scenario)):
        raise ContentError("\n".join(f"{source}: {failure}" for failure in failed))
    return scenario


def checked(text: str, source: str) -> Scenario:
    """Return the scenario of a file like ``read_scenario``, without running its self-tests."""
    try:
        return parsed(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506
    except yaml.YAMLError as error:
        raise ContentError(f"{source}: this is not readable YAML: {error}") from error
    except ScenarioError as error:
        lines = "\n".join(f"{source}: {problem}" for problem in error.problems)
        raise ContentError(lines) from error


class ScenarioError(ValueError):
    """A scenario is not valid; each of ``problems`` names a place and what to do there."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def parsed(content: object) -> Scenario:
    """Return the scenario of a file's content, checked; its self-tests are not run.

    Raises:
        ScenarioError: the content is not valid.
    """
    try:
        scenario = Scenario.model_validate(content)
    except ValidationError as error:
        raise ScenarioError(_plain(error)) from error
    if problems := list(complaints(scenario)):
        raise ScenarioError(problems)
    return scenario


def _plain(error: ValidationError) -> list[str]:
    """Return pydantic's messages in plain words, with places counted from 1."""
    problems = []
    for detail in error.errors():
        steps = (str(step + 1 if isinstance(step, int) else step) for step in detail["loc"])
        plain = PLAIN_WORDS.get(detail["type"], "").format_map(detail.get("ctx", {}))
        message = plain or detail["msg"].removeprefix("Value error, ")
        problems.append(f"{' › '.join(steps) or 'file'}: {message}")
    return problems


def edition(name: str, content: Mapping[str, Any]) -> Scenario:
    """Return a scenario that staff have published, with ``name`` as its id.

    Args:
        name: the scenario's own id and version, such as ``late-parcel@3``.
        content: the values as in a file; id and version are replaced by those of ``name``.

    Raises:
        ContentError: the content can no longer be read.
    """
    item, _, version = name.rpartition("@")
    try:
        scenario = Scenario.model_validate({**content, "id": item, "version": version})
    except ValidationError as error:
        raise ContentError("\n".join(f"{name}: {problem}" for problem in _plain(error))) from error
    return scenario.model_copy(update={"id": name})


def faults(scenario: Scenario) -> Sequence[str]:
    """Return the failures of a scenario's self-tests; only ``check`` compares scores as well."""
    return tuple(failures(scenario, scores=False))


def as_written(name: str) -> dict[str, Any]:
    """Return the content of a shipped file, with every value as its author typed it.

    Raises:
        LookupError: no shipped file has the id ``name``.
    """
    folder = files("assessments.kinds.chat").joinpath("items")
    likely = folder.joinpath(f"{name}.yaml")
    shipped = (file for file in folder.iterdir() if file.name.endswith(".yaml"))
    for file in (likely, *shipped) if likely.is_file() else shipped:
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
        if isinstance(content, dict) and content.get("id") == name:
            return content
    raise LookupError(name)


def load() -> Mapping[str, Scenario]:
    """Return every scenario of the ``items`` folder by id.

    Raises:
        ContentError: a file is wrong, two files have the same id or the same place in a parallel
            set, or there is no practice or no scored scenario.
    """
    bank: dict[str, Scenario] = {}
    folder = files("assessments.kinds.chat").joinpath("items")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".yaml"):
            continue
        text = file.read_text(encoding="utf-8")
        scenario = checked(text, f"chat/items/{file.name}")
        if scenario.id in bank:
            raise ContentError(f"chat/items/{file.name}: the id {scenario.id!r} is already used")
        rival = next((other for other in bank.values() if _same_place(other, scenario)), None)
        if rival:
            raise ContentError(
                f"chat/items/{file.name}: {rival.id!r} already has form {scenario.parallel_set}, "
                f"{scenario.slot}; choose another form (parallel set) or slot"
            )
        bank[scenario.id] = scenario
    for practice in (False, True):
        if not any(scenario.practice is practice for scenario in bank.values()):
            kind = "practice" if practice else "scored"
            raise ContentError(f"chat/items: there is no {kind} scenario")
    return bank


def check(bank: Bank[Scenario]) -> Sequence[str]:
    """Run every self-test with its score and compare the parallel sets; return a summary.

    Raises:
        ContentError: a self-test fails, or the parallel sets are not alike.
    """
    scenarios = [item for item in bank.values() if isinstance(item, Scenario)]
    failed = [f"{item.id}: {failure}" for item in scenarios for failure in failures(item)]
    if failed:
        raise ContentError("\n".join(failed))
    tests = sum(len(item.tests) for item in scenarios)
    return (f"{len(scenarios)} chats, {tests} self-tests passed", *check_parallel_sets(bank))


def _same_place(first: Scenario, second: Scenario) -> bool:
    """Whether two scenarios claim the same slot of the same parallel set."""
    place = (first.parallel_set, first.slot)
    return first.parallel_set is not None and place == (second.parallel_set, second.slot)
