"""Our own rules: every one fires where it must, and is silent where it must be."""

from collections import Counter

import pytest

from scoring.proofreading import find_errors
from scoring.proofreading.findings import Finding
from scoring.proofreading.forms import forms
from scoring.proofreading.patterns import PatternError, pattern, tagged
from scoring.proofreading.rules import Rule, _candidates, _compiled, rule_findings, rules
from scoring.proofreading.tokens import sentences, tokens_of

FEWEST_RULES = 150
RULES = {rule.id: rule for rule in rules()}


def found_in(text: str) -> list[Finding]:
    return rule_findings(text, sentences(text))


def test_there_are_rules_enough_with_names_of_their_own() -> None:
    assert [name for name, often in Counter(rule.id for rule in rules()).items() if often > 1] == []
    assert len(RULES) >= FEWEST_RULES


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_fires_and_is_silent(rule: Rule) -> None:
    for text in rule.fires:
        assert rule.id in [finding.rule for finding in found_in(text)], text
    for text in rule.silent:
        assert [finding.rule for finding in found_in(text)] == [], text


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_suggestion_is_taken_up_in_silence(rule: Rule) -> None:
    for text in rule.fires:
        for finding in found_in(text):
            for words in finding.suggestions if finding.rule == rule.id else ():
                mended = text[: finding.start] + words + text[finding.end :]
                assert "{" not in words
                again = [other.start for other in found_in(mended) if other.rule == rule.id]
                assert finding.start not in again, mended


def test_philippine_usage_is_told_apart() -> None:
    usage = {rule.id for rule in rules() if rule.variety == "ph"}
    assert {"discuss-about", "fill-up", "based-on-place", "revert-back", "light-open"} <= usage
    assert all(not finding.is_error for finding in found_in("Let us discuss about your concern."))


def matched(written: str, text: str) -> list[str]:
    sentence = tagged(tokens_of(text))
    return [
        " ".join(tag.lower for tag in sentence[match.first : match.behind])
        for match in pattern(written, forms().classes).matches(sentence)
    ]


@pytest.mark.parametrize(
    ("written", "text", "expected"),
    [
        ("he|she [has]", "He has it and she has it.", ["has", "has"]),
        ("the <plural> [was]", "The orders was late.", ["was"]),
        ("^ [the] _", "The order and the bill", ["the"]),
        ("in [<name>]", "We met in Cebu.", ["cebu"]),
        ("[<digits>] day", "In 3 day", ["3"]),
        ("two <adjective>? [<singular>] .", "two new order.", ["order"]),
        ("!of the [<plural>]", "of the orders, for the orders", ["orders"]),
        ("if !,{0,2} [will]", "if the order will", ["will"]),
        ("if !,{0,2} [will]", "if so, it will", []),
        (r"[/\d+pm/]", "at 5pm", ["5pm"]),
        ("<plural>~orders~bills is", "orders is, bills is, fees is", ["fees is"]),
        ("late [?] $", "Is it late?", ["?"]),
    ],
)
def test_the_pattern_language(written: str, text: str, expected: list[str]) -> None:
    assert matched(written, text) == expected


@pytest.mark.parametrize("written", ["", "[open", "shut]", "<nothing> is"])
def test_a_pattern_that_cannot_be_read(written: str) -> None:
    with pytest.raises(PatternError):
        pattern(written, forms().classes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They was late.", "were"),
        ("It really depend on the bank.", "depends"),
        ("We have went home.", "gone"),
        ("I want two more day.", "days"),
    ],
)
def test_an_element_that_is_not_there_shifts_no_suggestion(text: str, expected: str) -> None:
    """Before what each rule points at an element may stand that the sentence has or has not."""
    assert [finding.suggestions for finding in find_errors(text)] == [(expected,)]


@pytest.mark.parametrize(
    ("change", "word", "expected"),
    [
        ("plural", "company", "companies"),
        ("plural", "box", "boxes"),
        ("singular", "people", "person"),
        ("past", "stop", "stopped"),
        ("past", "reply", "replied"),
        ("participle", "write", "written"),
        ("ing", "make", "making"),
        ("ing", "see", "seeing"),
        ("ing", "agree", "agreeing"),
        ("with_he", "have", "has"),
        ("with_they", "doesn't", "don't"),
        ("comparative", "easy", "easier"),
        ("superlative", "big", "biggest"),
        ("adverb", "polite", "politely"),
    ],
)
def test_forms(change: str, word: str, expected: str) -> None:
    assert forms().changes[change][word] == expected


def test_the_short_cuts_pass_over_no_match() -> None:
    matches = 0
    for rule in _compiled():
        for text in (*rule.rule.fires, *rule.rule.silent):
            for sentence in map(tagged, sentences(text)):
                words = frozenset(word for token in sentence for word in (token.lower, token.label))
                called_up = rule in _candidates(words)
                for wanted in (*rule.find, *rule.unless):
                    # Element by element from every place: what a pattern means.
                    places = [
                        at
                        for at in range(len(sentence))
                        if wanted._ends(sentence, at, 0) is not None
                    ]
                    first = wanted.elements[0]
                    assert wanted.can_match(words) or not places
                    assert called_up or not places or wanted in rule.unless
                    assert all(first.admits(sentence[at]) or not first.least for at in places)
                    assert {match.whole[0] for match in wanted.matches(sentence)} <= {*places}
                    matches += len(places)
    assert matches > 2 * len(RULES)
