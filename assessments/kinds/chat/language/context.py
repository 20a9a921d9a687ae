"""The context of a phrase: negations, questions and other acts in the clause can cancel an act."""

import re
from collections.abc import Mapping
from typing import Final

from assessments.kinds.chat.language.phrases import guarded

_NEGATION: Final = re.compile(
    r"\b(?:not|never|no longer|without|don't|doesn't|can't|cannot|won't|wouldn't|isn't|hasn't"
    r"|haven't|didn't|unable|nothing|you said|customer said|if you had"
    r"|already (?:gave|given|provided|told|sent))\b"
)
_DENIES_NOTHING: Final = re.compile(
    r"\b(?:don't|do not|need not|not to|no need to|never) (?:you )?worry\b"
    r"|\bno problem\b|\bwhy don't\b"
)
_IN_CUSTOMERS_MAIL: Final = re.compile(
    r"\b(?:check|sent|send|sending|receive|get|have it|arrives?|comes?|will be|look|visit)\b"
    r"[^.!?]{0,30}\b(?:by|to|in|on|via|through|at)?\s?(?:your|ur|the|is)? ?"
    r"(?:e-?mails?|inbox|spam|phone|mobile)\b"
)
_THEY_CANNOT: Final = re.compile(
    r"\b(?:you|customer|she|he|they)(?:'re| are|) (?:can't|cannot|unable|couldn't|not able)\b"
)
_QUESTION_FORM: Final = re.compile(r"^\W*(?:can't|won't|don't|wouldn't) (?:you|we)\b")
_OPENS_SORRY: Final = re.compile(
    r"^\W*(?:(?:i'm|i am|we're|we are|so|very|please|really)\W+)*(?:sorry|apolog|accept)"
)
_OWN_INFORMATION: Final = re.compile(
    r"\b(?:i|we)(?:'ll| will| can| have|'ve|)(?: just| already| also| now|)"
    r" (?:send|sent|give|gave|provide|provided|share|text|email|check|checked|confirm|confirmed"
    r"|verified|see|found|made|changed|updated|added|corrected|entered|put|need to (?:give|send))\b"
)
_ASKS: Final = re.compile(
    r"\?|\b(?:what|may i|can i|could i|confirm|verify|provide|share|give|need your|state|type"
    r"|(?:send|e-?mail|text|tell) (?:me|us))\b"
)
_REQUEST: Final = re.compile(r"\?|\bplease\b|\brequest\b|\bneed you\b")
_ABOUT_THE_PAST: Final = re.compile(r"^\W*(?:and |so |but )?(?:have|has|had|did|was|were)\b[^?]*\?")
_OFFER_ASKED: Final = re.compile(
    r"\b(?:me|us) to\b|\b(?:another question|anything|something else|your questions)\b"
)
_IN_GENERAL: Final = re.compile(
    r"\b(?:hear|see) (?:that )?(?:it|this|that|everything)\b|^\W*(?:every|each) "
    r"|^\W*(?:(?:sometimes|usually|normally|all|most|some|any|late|promo|delivery|shipping"
    r"|\w+ed) )*"
    r"(?:orders|parcels|packages|refunds|fees|items|members|codes|returns|times|deliveries|payments"
    r"|accounts|shipments|credits|labels|charges|purchases)\b[^.!?]{0,25} (?:are|can|may|must)\b"
)
_OPEN_QUESTION: Final = re.compile(
    r"^\W*(?:(?:and|so|okay|great|alright|sure|perfect|thanks|then|at|on|for) )*"
    r"(?:what|which|when|where|how (?!about))(?!(?:ever)? (?:i|we)\b)"
)
_LINK: Final = re.compile(r"\blink\b")
_STILL_TO_COME: Final = re.compile(r"\b(?:will|can|would|could|or|on (?:its|the) way)\b")
_CONDITION: Final = re.compile(r"^\W*(?:and |but |so )?(?:if|when|once|whenever|in case|unless)\b")
_CONDITION_PART: Final = re.compile(r"^\W*(?:and |but |so )?(?:if|when|once|unless)\b[^,.!?]*,")
_ASKING: Final = frozenset({"ask_reference", "ask_name_or_identity", "ask_details"})
_OFFERS: Final = frozenset({"offer_refund", "offer_replacement", "offer_other_fix"})
_NOT_BESIDE: Final[Mapping[str, frozenset[str]]] = {
    "ask_details": _OFFERS
    | {
        "ask_reference",
        "ask_name_or_identity",
        "anything_else",
        "greet",
        "hold",
        "rude",
        "escalate",
    },
    "offer_other_fix": frozenset(
        {"offer_refund", "offer_replacement", "anything_else", "escalate"}
    ),
    "give_policy": frozenset({"anything_else", "rude", "ask_details"}),
}
"""Acts that are not meant in a clause that also performs one of these acts."""
_WEAK_RULES: Final[Mapping[tuple[str, str], frozenset[str]]] = {
    ("ask_details", "any question"): _OFFERS
    | {"ask_reference", "ask_name_or_identity", "anything_else", "greet", "hold", "escalate"},
    ("give_policy", "days"): frozenset({"hold", "close"}),
    ("give_policy", "fee"): _OFFERS | {"confirm_done"},
    ("give_policy", "rule for all"): _OFFERS | {"confirm_done"},
    ("give_policy", "condition"): frozenset({"empathise"}),
    ("give_policy", "as a rule"): _OFFERS | {"confirm_done"},
    ("confirm_done", "I have done it"): _ASKING | {"hold"},
    ("confirm_done", "it has been done"): frozenset({"apologise", "empathise"}),
    ("offer_other_fix", "offer help"): frozenset({"hold"}),
    ("offer_other_fix", "see what I can do"): frozenset({"hold"}),
    ("offer_other_fix", "I will do it"): _ASKING
    | {"hold", "empathise", "apologise", "close", "cannot", "give_policy", "confirm_done", "greet"},
    ("offer_other_fix", "please do this"): _ASKING | {"hold", "close", "give_policy"},
    ("hold", "let me check"): frozenset({"reach us here", "try this", "escalate", "offer_refund"}),
}
"""Rules that are too weak to count in a clause with one of these other acts or rules."""

ClauseHit = tuple[str, str, int, int]
"""An act, the rule that matched, and the start and end of the match in the clause."""


def denied(clause: str, end: int) -> bool:
    """Return whether a clause has a negation before ``end``."""
    return _NEGATION.search(clause, 0, end) is not None


def _after_condition(clause: str) -> int:
    """Return where the main clause begins after "If it doesn't work, ...", else 0."""
    condition = _CONDITION_PART.search(clause)
    return condition.end() if condition else 0


def negated(clause: str, end: int, act: str, rule: str) -> bool:
    """Return whether a negation before ``end`` cancels the match of a rule in the clause."""
    if (act, rule) not in guarded() or _QUESTION_FORM.search(clause):
        return False
    negation = _NEGATION.search(clause, _after_condition(clause), end)
    if not negation or _DENIES_NOTHING.search(clause, 0, end):
        return False
    if negation.group().startswith(("already", "you said")) and act not in _ASKING:
        return False
    if act == "apologise" and _OPENS_SORRY.search(clause):
        return False
    # "I can't imagine how hard …" affirms the feeling that it seems to deny.
    return not (act == "empathise" and re.search(r"can't (?:even )?imagine|cannot imagine", clause))


def without_contradictions(clause: str, hits: list[ClauseHit]) -> list[ClauseHit]:
    """Drop hits contradicted by other acts in the clause or by its grammatical form."""
    if _OPEN_QUESTION.search(clause) and any(act == "ask_details" for act, *_ in hits):
        hits = [hit for hit in hits if hit[0] != "offer_other_fix"]
    if _OWN_INFORMATION.search(clause) and not _REQUEST.search(clause):
        hits = [hit for hit in hits if hit[0] not in _ASKING]
    hits = _without_weak(hits)
    acts = {act for act, *_ in hits}
    dropped = {act for act, beside in _NOT_BESIDE.items() if acts & beside}
    if _LINK.search(clause) and "escalate" in acts:
        dropped.discard("offer_other_fix")
    past = _ABOUT_THE_PAST.search(clause) and not _OFFER_ASKED.search(clause)
    if past and "ask_details" in acts:
        return [hit for hit in hits if hit[0] in ("ask_details", "rude")]
    if _IN_CUSTOMERS_MAIL.search(clause) and not _ASKS.search(clause):
        dropped.add("ask_name_or_identity")
    if _THEY_CANNOT.search(clause) and "empathise" in acts:
        dropped.add("cannot")
    if clause.rstrip().endswith("?") or _IN_GENERAL.search(clause):
        dropped.add("confirm_done")
    if _CONDITION.search(clause):
        dropped |= {"cannot", "confirm_done"}
    if "confirm_done" in acts - dropped and not _STILL_TO_COME.search(clause):
        dropped |= _OFFERS
    return [hit for hit in hits if hit[0] not in dropped]


def _without_weak(hits: list[ClauseHit]) -> list[ClauseHit]:
    """Drop hits whose rule is too weak beside another hit of the clause."""
    for weak, beside in _WEAK_RULES.items():
        others = {name for act, rule, *_ in hits if (act, rule) != weak for name in (act, rule)}
        if others & beside:
            hits = [hit for hit in hits if hit[:2] != weak]
    return hits
