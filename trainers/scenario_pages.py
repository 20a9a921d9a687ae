"""The pages of the scenario form, in their order."""

from collections.abc import Mapping
from typing import Final

from flask_babel import lazy_gettext as _l

from assessments.kinds.chat.scenario import REQUIRED_TESTS
from trainers.scenario_desk_pages import DESK_PAGES, NEEDS
from trainers.scenario_fields import Box, FormPage, Group, short_name

ENDINGS: Final = ("resolved", "abandoned", "complaint", "time_up", "closed_early")
SECTORS: Final = ("e-commerce", "telco", "travel", "banking", "software")
SAY: Final = _l("What the customer says")
ONE_A_LINE: Final = _l("One wording a line.")
MOOD: Final = _l("Mood change")

CUSTOMER: Final = FormPage(
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
            "form",
            _l("Parallel set"),
            "choice",
            options=("A", "B", "C", "D"),
            hint=_l(
                "A test with three customers draws one of each type from one set. Scenarios may "
                "share a place in a set."
            ),
        ),
        Box(
            "slot",
            _l("Type of customer in the set"),
            "choice",
            options=("routine", "angry", "limit"),
        ),
        Box("practice", _l("Practice only, never scored"), "flag"),
    ),
)
FACTS: Final = FormPage(
    name="facts",
    label=_l("Facts and acts"),
    groups=(
        Group(
            key="facts",
            label=_l("What the customer tells when asked"),
            row_label=_l("Fact"),
            shape="keyed",
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
            key="acts",
            label=_l("Acts of this scenario"),
            row_label=_l("Act"),
            shape="keyed",
            hint=_l("Things an agent may say here, beside the built-in acts."),
            boxes=(
                short_name(),
                Box("like", _l("Sample sentences"), "lines", hint=_l("One sentence a line.")),
                Box("words", _l("Words that show it"), "commas"),
                Box("guarded", _l("Not when negated"), "flag", usual=True),
            ),
        ),
    ),
)
GOALS: Final = FormPage(
    name="goals",
    label=_l("Goals"),
    boxes=(
        Box(
            "courtesies",
            _l("Courtesies that count"),
            "commas",
            hint="greet, anything_else, close",
        ),
    ),
    groups=(
        Group(
            key="goals",
            label=_l("What a good agent achieves"),
            row_label=_l("Goal"),
            boxes=(
                short_name(),
                Box("label", _l("In words")),
                Box(
                    "when.said_any",
                    _l("Met by any of these acts"),
                    "commas",
                    single="when.said",
                ),
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
            key="cues",
            label=_l("Lines that call for feeling"),
            row_label=_l("Line"),
            boxes=(
                Box("line", _l("Line"), hint=_l("opening, or the short name of a reaction")),
                Box("wants", _l("Acts that answer it"), "commas"),
                Box("window_agent_messages", _l("Within so many messages")),
                Box("sentence", _l("What a good agent would have said")),
            ),
        ),
        Group(
            key="forbidden",
            label=_l("What an agent must not do"),
            row_label=_l("Fault"),
            boxes=(
                Box("label", _l("In words")),
                Box("act", _l("The act")),
                Box("promise", _l("Or the words of a promise"), "commas"),
            ),
        ),
    ),
)
REACTIONS: Final = FormPage(
    name="reactions",
    label=_l("Reactions"),
    groups=(
        Group(
            key="reactions",
            label=_l("What the customer answers"),
            row_label=_l("Reaction"),
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
)
TALK: Final = FormPage(
    name="talk",
    label=_l("Other lines"),
    boxes=(
        Box(
            "repeat.say",
            _l("When asked for something again"),
            "lines",
            hint=_l("Two wordings or more; {value} is filled in."),
        ),
        Box("repeat.mood", _l("Mood change when asked again")),
        Box(
            "off_script.say",
            _l("When nothing fits"),
            "lines",
            hint=_l("Two wordings or more, one a line."),
        ),
        Box("off_script.mood", _l("Mood change when nothing fits")),
        Box("off_script.clue_after", _l("Gives a clue after so many")),
        Box("mood_floor.at", _l("Ends the chat at this mood")),
        Box("mood_floor.say", _l("And says"), "lines", hint=ONE_A_LINE),
        Box(
            "mood_floor.end",
            _l("And the chat counts as"),
            "choice",
            options=("complaint", "abandoned"),
        ),
    ),
    groups=(
        Group(
            key="silence",
            label=_l("When the agent is silent"),
            row_label=_l("Silence"),
            boxes=(
                Box("after", _l("After")),
                Box("mood", MOOD),
                Box("say", SAY, "lines", hint=ONE_A_LINE),
                Box("end", _l("Ends the chat"), "choice", options=("abandoned", "complaint")),
            ),
        ),
        Group(
            key="interruptions",
            label=_l("What the customer says unasked"),
            row_label=_l("Interruption"),
            boxes=(
                short_name(),
                Box("at", _l("At")),
                Box("or_after", _l("Or after the goal")),
                Box("mood", MOOD),
                Box("say", SAY, "lines", hint=ONE_A_LINE),
            ),
        ),
    ),
)
TESTS: Final = FormPage(
    name="tests",
    label=_l("Self-tests"),
    groups=(
        Group(
            key="tests",
            label=_l("Sample conversations"),
            row_label=_l("Conversation"),
            boxes=(
                Box("name", _l("Name")),
                Box("kind", _l("Kind"), "choice", options=REQUIRED_TESTS),
                Box(
                    "script",
                    _l("What the agent does"),
                    "yaml",
                    always=True,
                    hint=_l("A list as in a file, or a chat that you played."),
                ),
                Box("expect.goals", _l("Goals it must meet"), "commas", always=True),
                Box("expect.end", _l("It must end"), "choice", options=ENDINGS),
                Box(
                    "expect.score",
                    _l("Lowest and highest score"),
                    "band",
                    hint=_l("as 85, 100; or not_measured"),
                ),
            ),
        ),
    ),
)

PAGES: Final[Mapping[str, FormPage]] = {
    page.name: page for page in (CUSTOMER, FACTS, GOALS, REACTIONS, TALK, *DESK_PAGES, TESTS)
}
