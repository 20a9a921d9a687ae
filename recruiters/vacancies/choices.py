"""The fields with which a vacancy chooses the items of a test: any, a set, or items by name."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from assessments.banks import item_decisions, registry
from assessments.contract.assessment import Assessment
from assessments.contract.choices import Choices

ANY: Final = "any"
NAMED: Final = "named"


class _Source(RadioField):
    """Where the items come from; a choice from which no sitting can be drawn is refused."""

    def __init__(self, *args: Any, kind: Assessment, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind = kind
        self.flags.required = True

    def pre_validate(self, form: Any) -> None:
        if form[f"{self.kind.slug}_use"].data:
            super().pre_validate(form)
            self._check(form)

    def _check(self, form: Any) -> None:
        slug, choices = self.kind.slug, self.kind.choices
        if choices is None or self.data == ANY:
            return
        chosen = chosen_names(form, slug)
        if not chosen:
            raise StopValidation(_("Choose at least one below."))
        length = form[f"{slug}_form"].data if self.kind.lengths else ""
        if not choices.draw(item_decisions.drawable(slug), 0, length, chosen):
            raise StopValidation(_(choices.needs))


class _Named(SelectMultipleField):
    """The items by name, as checkboxes; what is no longer offered is left out."""

    widget = ListWidget()
    option_widget = CheckboxInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        offered = {choice.value for choice in self.choices}
        self.data = [name for name in valuelist if name in offered]


def choice_fields(kind: Assessment) -> dict[str, Any]:
    """Return the fields of a kind from whose items a vacancy can choose."""
    if kind.choices is None:
        return {}
    bank, slug, name = item_decisions.drawable(kind.slug), kind.slug, _l(kind.name)
    sets = [
        SelectChoice(
            value=known.name,
            label=_l("Set %(name)s: %(items)s", name=known.label, items="; ".join(known.items)),
        )
        for known in kind.choices.sets(bank)
    ]
    items = [
        SelectChoice(
            value=item.name,
            label=_l("%(title)s (%(type)s)", title=item.label, type=_l(item.note))
            if item.note
            else item.label,
        )
        for item in kind.choices.items(bank)
    ]
    return {
        f"{slug}_source": _Source(
            _l("%(test)s: %(about)s", test=name, about=_l(kind.choices.about)),
            description=_l(kind.choices.hint),
            kind=kind,
            default=ANY,
            choices=[
                SelectChoice(value=ANY, label=_l(kind.choices.usual)),
                *sets,
                SelectChoice(value=NAMED, label=_l(kind.choices.by_name)),
            ],
        ),
        f"{slug}_named": _Named(
            _l("%(test)s: %(about)s by name", test=name, about=_l(kind.choices.about)),
            description=_l("Each applicant gets some of those that you tick."),
            choices=items,
        ),
    }


def shown_choice(slug: str, choices: Choices, chosen: Sequence[str]) -> dict[str, Any]:
    """Return the data of the fields for what a vacancy has chosen."""
    sets = {known.name for known in choices.sets(item_decisions.drawable(slug))}
    source = next((name for name in chosen if name in sets), NAMED if chosen else ANY)
    return {f"{slug}_source": source, f"{slug}_named": list(chosen)}


def chosen_names(form: Any, slug: str) -> list[str]:
    """Return the names that a battery stores; empty for any items."""
    source = form[f"{slug}_source"].data
    if source == NAMED:
        return list(form[f"{slug}_named"].data or ())
    return [] if source == ANY else [source]


def choice_is_lost(part: Mapping[str, Any]) -> bool:
    """Return whether what a vacancy has chosen cannot be drawn any more, so that any is drawn."""
    chosen, slug = part.get("chosen", ()), part["slug"]
    choices = registry.get(slug).choices
    if choices is None or not chosen:
        return False
    return not choices.draw(item_decisions.drawable(slug), 0, part.get("form", ""), chosen)
