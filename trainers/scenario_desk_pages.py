"""The pages of the scenario form for the agent's desk: record, articles, actions, wrap-up."""

from typing import Final

from flask_babel import lazy_gettext as _l

from trainers.scenario_fields import Box, FormPage, Group, short_name

NEEDS: Final = _l("Only when these goals are met")
MEETS: Final = _l("Meets the goal")
BETWEEN_COMMAS: Final = _l("short names between commas")
OPTIONS: Final = _l("Options to choose from")
ONE_OPTION_A_LINE: Final = _l("One a line; leave it empty where the agent types the value.")
LABEL_AND_VALUE: Final = (Box("label", _l("Label")), Box("value", _l("Value")))

RECORD: Final = FormPage(
    name="desk",
    label=_l("The record"),
    groups=(
        Group(
            key="record.customer",
            label=_l("The customer's details"),
            row_label=_l("Detail"),
            shape="pairs",
            boxes=LABEL_AND_VALUE,
            hint=_l("The agent sees them in this order. You choose the labels."),
        ),
        Group(
            key="record.orders",
            label=_l("Orders"),
            row_label=_l("Order"),
            hint=_l("An order, a booking, an invoice: whatever the customer writes about."),
            groups=(
                Group(
                    key="lines",
                    label=_l("Lines"),
                    row_label=_l("Line"),
                    shape="pairs",
                    whole=True,
                    boxes=LABEL_AND_VALUE,
                ),
            ),
        ),
        Group(
            key="record.editable",
            label=_l("What the agent can change"),
            row_label=_l("Change"),
            hint=_l("A field of the record that the agent can overwrite."),
            boxes=(
                short_name(),
                Box("field", _l("Label of the field"), hint=_l("as it stands above")),
                Box(
                    "order",
                    _l("In order number"),
                    hint=_l("1 for the first; empty for the customer's details"),
                ),
                Box("options", OPTIONS, "lines", hint=ONE_OPTION_A_LINE),
                Box(
                    "correct",
                    _l("The right value"),
                    hint=_l("a|b means either; empty where nothing has to be changed"),
                ),
                Box("needs", NEEDS, "commas", hint=BETWEEN_COMMAS),
                Box("fulfils", MEETS, hint=_l("its short name")),
            ),
        ),
    ),
)
KNOWLEDGE: Final = FormPage(
    name="knowledge",
    label=_l("Articles and replies"),
    groups=(
        Group(
            key="knowledge",
            label=_l("Articles"),
            row_label=_l("Article"),
            hint=_l("The rules that the agent can look up, with some that do not apply."),
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
            key="canned",
            label=_l("Prepared replies"),
            row_label=_l("Reply"),
            hint=_l("The agent fills in what is in braces, as {name}."),
            boxes=(short_name(), Box("title", _l("Title")), Box("text", _l("Text"), "area")),
        ),
    ),
)
ACTIONS: Final = FormPage(
    name="actions",
    label=_l("Actions"),
    groups=(
        Group(
            key="actions",
            label=_l("What the agent can do"),
            row_label=_l("Action"),
            hint=_l("Each is a button on the desk."),
            boxes=(
                short_name(),
                Box("label", _l("Button")),
                Box("confirm", _l("Asks before it is done")),
                Box("done", _l("Says when it is done")),
                Box("needs", NEEDS, "commas", hint=BETWEEN_COMMAS),
                Box("fulfils", MEETS, hint=_l("its short name")),
                Box("due", _l("This case calls for it"), "flag", usual=True),
                Box("escalation", _l("Passes the case on"), "flag"),
            ),
            groups=(
                Group(
                    key="fields",
                    label=_l("What it asks for"),
                    row_label=_l("Field"),
                    boxes=(
                        short_name(),
                        Box("label", _l("Label")),
                        Box(
                            "kind",
                            _l("Type of value"),
                            "choice",
                            options=("text", "amount"),
                            hint=_l("text if you leave it open"),
                        ),
                        Box(
                            "at_most",
                            _l("Highest amount that policy allows"),
                            hint=_l("only for an amount"),
                        ),
                        Box("options", OPTIONS, "lines", hint=ONE_OPTION_A_LINE),
                    ),
                ),
                Group(
                    key="correct",
                    label=_l("The right values"),
                    row_label=_l("Right value"),
                    shape="pairs",
                    boxes=(Box("field", _l("Short name of the field")), Box("value", _l("Value"))),
                    hint=_l(
                        "Where any value will do, leave the field out. a|b means either; for an "
                        "amount 500..800 is a range."
                    ),
                ),
            ),
        ),
    ),
)
WRAP_UP: Final = FormPage(
    name="wrap-up",
    label=_l("Wrap-up"),
    groups=(
        Group(
            key="wrap_up.disposition.options",
            label=_l("Reasons to choose from"),
            row_label=_l("Reason"),
            shape="pairs",
            boxes=(short_name(), Box("label", _l("Label"))),
        ),
    ),
    boxes_last=True,
    boxes=(
        Box("wrap_up.disposition.correct", _l("The right reason"), hint=_l("its short name")),
        Box(
            "wrap_up.notes_must_mention",
            _l("The notes must mention"),
            "lines",
            hint=_l("One a line; a|b means either, and a star stands for any ending."),
        ),
    ),
)
DESK_PAGES: Final = (RECORD, KNOWLEDGE, ACTIONS, WRAP_UP)
