"""Which facts a message asks for, and how the customer tells one."""

from assessments.kinds.chat.language.recogniser import Heard, find_words
from assessments.kinds.chat.scenario import Fact, Scenario


def asked_for(scenario: Scenario, heard: Heard) -> list[str]:
    """Return the names of the facts asked for, in the file's order."""
    wanted: set[str] = set()
    for hit in heard.hits:
        of_act = {n: f for n, f in scenario.facts.items() if f.ask == hit.act}
        named = {n for n, f in of_act.items() if find_words(hit.clause, f.words)}
        wanted |= named or {n for n, f in of_act.items() if f.unless_named or not f.words}
    return [name for name in scenario.facts if name in wanted]


def told(fact: Fact) -> str:
    """Return the sentence with which the customer tells a fact."""
    return fact.say[0].replace("{value}", fact.value)
