"""The form's pages about the customer: facts, goals and what is answered."""

from typing import Final

from flask_babel import lazy_gettext as _l

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
    label=_l("The customer"),
    boxes=(
        Box("title", _l("Title")),
        Box("persona.name", _l("Customer's name")),
        Box("persona.mood", _l("Mood at the start"), hint=_l("0 furious, 100 delighted")),
        Box("opening", _l("First message"), "area"),
        Box("leaving", _l("Message when the time is up"), "area"),
        Box("farewell.say", _l("Farewell of a content customer"), "lines", hint=ONE_A_LINE),
        Box("farewell.after", _l("Leaves by itself after"), hint=_l("as 30s or 1m30s")),
        Box("time_limit", _l("Stays at most"), hint=_l("9m at most")),
        Box("persona.typing.words_per_minute", _l("Types words per minute")),
        Box("persona.typing.min", _l("Types at least"), hint=_l("as 2s")),
        Box("persona.typing.max", _l("Types at most"), hint=_l("as 9s")),
        Box("sector", _l("Trade"), "choice", options=SECTORS),
        Box(
            "form", _l("Parallel set"), "choice",
            options=("A", "B", "C", "D"), hint=_l("A set has one customer of each type."),
        ),
        Box(
            "slot", _l("Type of customer in the set"), "choice",
            options=("routine", "angry", "limit"),
        ),
        Box("practice", _l("Practice only, never scored"), "flag"),
    ),
)  # fmt: skip
FACTS: Final = Part(
    name="facts",
    label=_l("Facts and acts"),
    groups=(
        Group(
            key="facts", label=_l("What the customer tells when asked"), one=_l("Fact"), keyed=True,
            boxes=(
                short_name(),
                Box("value", _l("Value")),
                Box("say", SAY, "lines", hint=_l("One wording a line; {value} is filled in.")),
                Box("ask", _l("Asked by the act")),
                Box("words", _l("Words of the question"), "commas"),
                Box("unless_named", _l("Also when no fact is named"), "flag"),
            ),
        ),
        Group(
            key="acts", label=_l("Acts of this scenario"), one=_l("Act"), keyed=True,
            hint=_l("Things an agent may say here, beside the built-in acts."),
            boxes=(
                short_name(),
                Box("like", _l("Sample sentences"), "lines", hint=_l("One sentence a line.")),
                Box("words", _l("Words that show it"), "commas"),
                Box("guarded", _l("Not when negated"), "flag", usual=True),
            ),
        ),
    ),
)  # fmt: skip
GOALS: Final = Part(
    name="goals",
    label=_l("Goals"),
    boxes=(
        Box(
            "courtesies", _l("Courtesies that count"), "commas",
            hint="greet, anything_else, close",
        ),
    ),
    groups=(
        Group(
            key="goals", label=_l("What a good agent achieves"), one=_l("Goal"),
            boxes=(
                short_name(),
                Box("label", _l("In words")),
                Box("when.said_any", _l("Met by any of these acts"), "commas"),
                Box("and_any", _l("And by any of these"), "commas"),
                Box("after", _l("After these goals"), "commas"),
                Box("after_line", _l("Only once this line was shown")),
                Box("within_agent_messages", _l("Within so many messages")),
                Box("weight", _l("Weight")),
                Box("critical", _l("Critical"), "flag"),
                Box("clue", _l("Clue the customer gives")),
                Box("sentence", _l("What a good agent would have said")),
            ),
        ),
        Group(
            key="cues", label=_l("Lines that call for feeling"), one=_l("Line"),
            boxes=(
                Box("line", _l("Line"), hint=_l("opening, or the short name of a reaction")),
                Box("wants", _l("Acts that answer it"), "commas"),
                Box("window_agent_messages", _l("Within so many messages")),
                Box("sentence", _l("What a good agent would have said")),
            ),
        ),
        Group(
            key="forbidden", label=_l("What an agent must not do"), one=_l("Fault"),
            boxes=(
                Box("label", _l("In words")),
                Box("act", _l("The act")),
                Box("promise", _l("Or the words of a promise"), "commas"),
            ),
        ),
    ),
)  # fmt: skip
REACTIONS: Final = Part(
    name="reactions",
    label=_l("Reactions"),
    groups=(
        Group(
            key="reactions", label=_l("What the customer answers"), one=_l("Reaction"),
            hint=_l(
                "The first that fits is said: the special ones stand first. A short name is needed "
                "only where a goal or a line means the reaction."
            ),
            boxes=(
                Box("if_agent", _l("If the agent does")),
                Box("need", NEEDS, "commas"),
                Box("say", SAY, "lines"),
                Box("mood", MOOD),
                short_name(),
                Box("patience", _l("Waits longer by")),
                Box("end", _l("Ends the chat"), "choice", options=ENDINGS[:3]),
                Box("once", _l("Once only"), "flag"),
                Box("aside", _l("Small talk"), "flag"),
                Box("settled", _l("Content now"), "flag"),
            ),
        ),
    ),
)  # fmt: skip
