"""All pages of the form of a scenario; here those about the desk and the self-tests."""

from collections.abc import Mapping
from typing import Final

from flask_babel import lazy_gettext as _l

from assessments.kinds.chat.scenario import REQUIRED_TESTS
from trainers.scenario_customer import CUSTOMER, FACTS, GOALS, REACTIONS
from trainers.scenario_fields import (
    ENDINGS,
    MOOD,
    NEEDS,
    ONE_A_LINE,
    SAY,
    Box,
    Group,
    Part,
    short_name,
)

TALK: Final = Part(
    name="talk",
    label=_l("Other lines"),
    boxes=(
        Box(
            "repeat.say", _l("When asked for something again"), "lines",
            hint=_l("Two wordings or more; {value} is filled in."),
        ),
        Box("repeat.mood", _l("Mood change when asked again")),
        Box(
            "off_script.say", _l("When nothing fits"), "lines",
            hint=_l("Two wordings or more, one a line."),
        ),
        Box("off_script.mood", _l("Mood change when nothing fits")),
        Box("off_script.clue_after", _l("Gives a clue after so many")),
        Box("mood_floor.at", _l("Ends the chat at this mood")),
        Box("mood_floor.say", _l("And says"), "lines", hint=ONE_A_LINE),
        Box(
            "mood_floor.end", _l("And the chat counts as"), "choice",
            options=("complaint", "abandoned"),
        ),
    ),
    groups=(
        Group(
            key="silence", label=_l("When the agent is silent"), one=_l("Silence"),
            boxes=(
                Box("after", _l("After")),
                Box("mood", MOOD),
                Box("say", SAY, "lines", hint=ONE_A_LINE),
                Box("end", _l("Ends the chat"), "choice", options=("abandoned", "complaint")),
            ),
        ),
        Group(
            key="interruptions", label=_l("What the customer says unasked"), one=_l("Interruption"),
            boxes=(
                short_name(),
                Box("at", _l("At")),
                Box("or_after", _l("Or after the goal")),
                Box("mood", MOOD),
                Box("say", SAY, "lines", hint=ONE_A_LINE),
            ),
        ),
    ),
)  # fmt: skip
DESK: Final = Part(
    name="desk",
    label=_l("The desk"),
    boxes=(
        Box(
            "record.customer", _l("Customer's record"), "yaml",
            hint=_l("One line each: label: value"),
        ),
        Box(
            "record.orders", _l("Orders"), "yaml",
            hint=_l("As in a file: a list, each with label: value"),
        ),
        Box(
            "record.editable", _l("What can be changed"), "yaml",
            hint=_l("As in a file: id, field, order, options, needs, correct, fulfils"),
        ),
        Box(
            "wrap_up.disposition.options", _l("Reasons for the wrap-up"), "yaml",
            hint=_l("One line each: short name: label"),
        ),
        Box("wrap_up.disposition.correct", _l("The right reason")),
        Box(
            "wrap_up.notes_must_mention", _l("The notes must mention"), "lines",
            hint=_l("One a line; a|b means either."),
        ),
    ),
    groups=(
        Group(
            key="knowledge", label=_l("Articles"), one=_l("Article"),
            boxes=(
                short_name(),
                Box("title", _l("Title")),
                Box("body", _l("Text"), "area"),
                Box("told_by", _l("Told by the act")),
                Box("applies", _l("Applies here"), "flag"),
                Box("near_miss", _l("Looks alike, but does not apply"), "flag"),
            ),
        ),
        Group(
            key="canned", label=_l("Prepared replies"), one=_l("Reply"),
            boxes=(short_name(), Box("title", _l("Title")), Box("text", _l("Text"), "area")),
        ),
        Group(
            key="actions", label=_l("Actions"), one=_l("Action"),
            boxes=(
                short_name(),
                Box("label", _l("Button")),
                Box("confirm", _l("Asks before it is done")),
                Box("done", _l("Says when it is done")),
                Box(
                    "fields", _l("What it asks for"), "yaml",
                    hint=_l("As in a file: id, label, kind, options, at_most"),
                ),
                Box(
                    "correct", _l("The right values"), "yaml",
                    hint=_l("One line each: field: value"),
                ),
                Box("needs", NEEDS, "commas"),
                Box("fulfils", _l("Meets the goal")),
                Box("due", _l("This case calls for it"), "flag", usual=True),
                Box("escalation", _l("Passes the case on"), "flag"),
            ),
        ),
    ),
)  # fmt: skip
TESTS: Final = Part(
    name="tests",
    label=_l("Self-tests"),
    groups=(
        Group(
            key="tests", label=_l("Sample conversations"), one=_l("Conversation"),
            boxes=(
                Box("name", _l("Name")),
                Box("kind", _l("Kind"), "choice", options=REQUIRED_TESTS),
                Box(
                    "script", _l("What the agent does"), "yaml", always=True,
                    hint=_l("A list as in a file, or a chat that you played."),
                ),
                Box("expect.goals", _l("Goals it must meet"), "commas", always=True),
                Box("expect.end", _l("It must end"), "choice", options=ENDINGS),
                Box(
                    "expect.score", _l("Lowest and highest score"), "band",
                    hint=_l("as 85, 100; or not_measured"),
                ),
            ),
        ),
    ),
)  # fmt: skip

PARTS: Final[Mapping[str, Part]] = {
    part.name: part for part in (CUSTOMER, FACTS, GOALS, REACTIONS, TALK, DESK, TESTS)
}
