"""The form's pages about the customer: facts, goals and what is answered."""

from typing import Final

from flask_babel import lazy_gettext as _

from trainers.scenario_fields import (
    ENDINGS,
    MOOD,
    NEEDS,
    ONE_A_LINE,
    SAY,
    SECTORS,
    Box,
    Group,
    Part,
    short_name,
)

CUSTOMER: Final = Part(
    name="customer",
    label=_("The customer"),
    boxes=(
        Box("title", _("Title")),
        Box("persona.name", _("Customer's name")),
        Box("persona.mood", _("Mood at the start"), hint=_("0 furious, 100 delighted")),
        Box("opening", _("First message"), "area"),
        Box("leaving", _("Message when the time is up"), "area"),
        Box("farewell.say", _("Farewell of a content customer"), "lines", hint=ONE_A_LINE),
        Box("farewell.after", _("Leaves by itself after"), hint=_("as 30s or 1m30s")),
        Box("time_limit", _("Stays at most"), hint=_("9m at most")),
        Box("persona.typing.words_per_minute", _("Types words per minute")),
        Box("persona.typing.min", _("Types at least"), hint=_("as 2s")),
        Box("persona.typing.max", _("Types at most"), hint=_("as 9s")),
        Box("sector", _("Trade"), "choice", options=SECTORS),
        Box(
            "form", _("Parallel form"), "choice",
            options=("A", "B", "C", "D"), hint=_("A form of three has one of each kind."),
        ),
        Box(
            "slot", _("Kind of customer in the form"), "choice",
            options=("routine", "angry", "limit"),
        ),
        Box("practice", _("Practice only, never scored"), "flag"),
    ),
)  # fmt: skip
FACTS: Final = Part(
    name="facts",
    label=_("Facts and acts"),
    groups=(
        Group(
            key="facts", label=_("What the customer tells when asked"), one=_("Fact"), keyed=True,
            boxes=(
                short_name(),
                Box("value", _("Value")),
                Box("say", SAY, "lines", hint=_("One wording a line; {value} is filled in.")),
                Box("ask", _("Asked by the act")),
                Box("words", _("Words of the question"), "commas"),
                Box("unless_named", _("Also when no fact is named"), "flag"),
            ),
        ),
        Group(
            key="acts", label=_("Acts of this scenario"), one=_("Act"), keyed=True,
            hint=_("Things an agent may say here, beside the built-in acts."),
            boxes=(
                short_name(),
                Box("like", _("Sample sentences"), "lines", hint=_("One sentence a line.")),
                Box("words", _("Words that show it"), "commas"),
                Box("guarded", _("Not when negated"), "flag", usual=True),
            ),
        ),
    ),
)  # fmt: skip
GOALS: Final = Part(
    name="goals",
    label=_("Goals"),
    boxes=(
        Box(
            "courtesies", _("Courtesies that count"), "commas",
            hint="greet, anything_else, close",
        ),
    ),
    groups=(
        Group(
            key="goals", label=_("What a good agent achieves"), one=_("Goal"),
            boxes=(
                short_name(),
                Box("label", _("In words")),
                Box("when.said_any", _("Met by any of these acts"), "commas"),
                Box("and_any", _("And by any of these"), "commas"),
                Box("after", _("After these goals"), "commas"),
                Box("after_line", _("Only once this line was shown")),
                Box("within_agent_messages", _("Within so many messages")),
                Box("weight", _("Weight")),
                Box("critical", _("Critical"), "flag"),
                Box("clue", _("Clue the customer gives")),
                Box("sentence", _("What a good agent would have said")),
            ),
        ),
        Group(
            key="cues", label=_("Lines that call for feeling"), one=_("Line"),
            boxes=(
                Box("line", _("Line"), hint=_("opening, or the short name of a reaction")),
                Box("wants", _("Acts that answer it"), "commas"),
                Box("window_agent_messages", _("Within so many messages")),
                Box("sentence", _("What a good agent would have said")),
            ),
        ),
        Group(
            key="forbidden", label=_("What an agent must not do"), one=_("Fault"),
            boxes=(
                Box("label", _("In words")),
                Box("act", _("The act")),
                Box("promise", _("Or the words of a promise"), "commas"),
            ),
        ),
    ),
)  # fmt: skip
REACTIONS: Final = Part(
    name="reactions",
    label=_("Reactions"),
    groups=(
        Group(
            key="reactions", label=_("What the customer answers"), one=_("Reaction"),
            hint=_("The first that fits is said: the special ones stand first."),
            boxes=(
                Box("if_agent", _("If the agent does")),
                Box("need", NEEDS, "commas"),
                Box("say", SAY, "lines"),
                Box("mood", MOOD),
                short_name(_("Short name, where a goal or cue needs it")),
                Box("patience", _("Waits longer by")),
                Box("end", _("Ends the chat"), "choice", options=ENDINGS[:3]),
                Box("once", _("Once only"), "flag"),
                Box("aside", _("Small talk"), "flag"),
                Box("settled", _("Content now"), "flag"),
            ),
        ),
    ),
)  # fmt: skip
