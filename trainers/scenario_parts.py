"""All pages of the form of a scenario; here those about the desk and the self-tests."""

from collections.abc import Mapping
from typing import Final

from flask_babel import lazy_gettext as _

from assessments.chat.selftest import REQUIRED
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
    label=_("Other lines"),
    boxes=(
        Box(
            "repeat.say", _("When asked for something again"), "lines",
            hint=_("Two wordings or more; {value} is filled in."),
        ),
        Box("repeat.mood", _("Mood change when asked again")),
        Box(
            "off_script.say", _("When nothing fits"), "lines",
            hint=_("Two wordings or more, one a line."),
        ),
        Box("off_script.mood", _("Mood change when nothing fits")),
        Box("off_script.clue_after", _("Gives a clue after so many")),
        Box("mood_floor.at", _("Ends the chat at this mood")),
        Box("mood_floor.say", _("And says"), "lines", hint=ONE_A_LINE),
        Box(
            "mood_floor.end", _("And the chat counts as"), "choice",
            options=("complaint", "abandoned"),
        ),
    ),
    groups=(
        Group(
            key="silence", label=_("When the agent is silent"), one=_("Silence"),
            boxes=(
                Box("after", _("After")),
                Box("mood", MOOD),
                Box("say", SAY, "lines", hint=ONE_A_LINE),
                Box("end", _("Ends the chat"), "choice", options=("abandoned", "complaint")),
            ),
        ),
        Group(
            key="interruptions", label=_("What the customer says unasked"), one=_("Interruption"),
            boxes=(
                short_name(),
                Box("at", _("At")),
                Box("or_after", _("Or after the goal")),
                Box("mood", MOOD),
                Box("say", SAY, "lines", hint=ONE_A_LINE),
            ),
        ),
    ),
)  # fmt: skip
DESK: Final = Part(
    name="desk",
    label=_("The desk"),
    boxes=(
        Box(
            "record.customer", _("Customer's record"), "yaml",
            hint=_("One line each: label: value"),
        ),
        Box(
            "record.orders", _("Orders"), "yaml",
            hint=_("As in a file: a list, each with label: value"),
        ),
        Box(
            "record.editable", _("What can be changed"), "yaml",
            hint=_("As in a file: id, field, order, options, needs, correct, fulfils"),
        ),
        Box(
            "wrap_up.disposition.options", _("Reasons for the wrap-up"), "yaml",
            hint=_("One line each: short name: label"),
        ),
        Box("wrap_up.disposition.correct", _("The right reason")),
        Box(
            "wrap_up.notes_must_mention", _("The notes must mention"), "lines",
            hint=_("One a line; a|b means either."),
        ),
    ),
    groups=(
        Group(
            key="knowledge", label=_("Articles"), one=_("Article"),
            boxes=(
                short_name(),
                Box("title", _("Title")),
                Box("body", _("Text"), "area"),
                Box("told_by", _("Told by the act")),
                Box("applies", _("Applies here"), "flag"),
                Box("near_miss", _("Looks alike, but does not apply"), "flag"),
            ),
        ),
        Group(
            key="canned", label=_("Prepared replies"), one=_("Reply"),
            boxes=(short_name(), Box("title", _("Title")), Box("text", _("Text"), "area")),
        ),
        Group(
            key="actions", label=_("Actions"), one=_("Action"),
            boxes=(
                short_name(),
                Box("label", _("Button")),
                Box("confirm", _("Asks before it is done")),
                Box("done", _("Says when it is done")),
                Box(
                    "fields", _("What it asks for"), "yaml",
                    hint=_("As in a file: id, label, kind, options, at_most"),
                ),
                Box(
                    "correct", _("The right values"), "yaml",
                    hint=_("One line each: field: value"),
                ),
                Box("needs", NEEDS, "commas"),
                Box("fulfils", _("Meets the goal")),
                Box("due", _("This case calls for it"), "flag", usual=True),
                Box("escalation", _("Passes the case on"), "flag"),
            ),
        ),
    ),
)  # fmt: skip
TESTS: Final = Part(
    name="tests",
    label=_("Self-tests"),
    groups=(
        Group(
            key="tests", label=_("Sample conversations"), one=_("Conversation"),
            boxes=(
                Box("name", _("Name")),
                Box("kind", _("Kind"), "choice", options=REQUIRED),
                Box(
                    "script", _("What the agent does"), "yaml", always=True,
                    hint=_("A list as in a file, or a chat that you played."),
                ),
                Box("expect.goals", _("Goals it must meet"), "commas", always=True),
                Box("expect.end", _("It must end"), "choice", options=ENDINGS),
                Box(
                    "expect.score", _("Lowest and highest score"), "band",
                    hint=_("as 85, 100; or not_measured"),
                ),
            ),
        ),
    ),
)  # fmt: skip

PARTS: Final[Mapping[str, Part]] = {
    part.name: part for part in (CUSTOMER, FACTS, GOALS, REACTIONS, TALK, DESK, TESTS)
}
