"""The form of a vacancy, with the fields of every kind of test there is."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FloatField,
    IntegerField,
    SelectField,
    StringField,
    SubmitField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional, StopValidation

from applicants.models import Vacancy
from assessments.contract.assessment import Assessment
from recruiters.vacancies.choices import choice_fields, chosen_names, shown_choice

HIGHEST_WEIGHT = 1000
LONGEST_MINUTES = 180


class _Number(FloatField):
    """A number with a plain message, shown without a useless ``.0``."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:g}"

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Enter a number, for example 20.")) from error


class _Whole(IntegerField):
    """A whole number with a plain message."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Enter a whole number, for example 2.")) from error


def _stop_at_error(form: Any, field: Any) -> None:
    """One message for each field: what is no number is not also out of range."""
    if field.errors:
        raise StopValidation


def _bar(label: Any, description: Any = "", *, slug: str = "") -> _Number:
    message = _l("A bar is a score between 0 and 100.")
    when = [_IfUsed(slug, needed=False)] if slug else []
    return _Number(
        label,
        description=description,
        validators=[*when, Optional(), _stop_at_error, NumberRange(0, 100, message)],
        render_kw={"inputmode": "decimal", "type": "text"},
    )


class VacancyForm(FlaskForm):
    """A role to fill; ``vacancy_form`` adds the fields of its tests."""

    title = StringField(
        _l("Role"),
        description=_l("As applicants will read it, with the place if that matters."),
        validators=[DataRequired(_l("Say which role it is.")), Length(max=160)],
    )
    employer = StringField(
        _l("Employer"),
        description=_l("Who is asking the applicant."),
        validators=[DataRequired(_l("Say who the employer is.")), Length(max=120)],
    )
    bar = _bar(
        _l("Bar for the weighted score"),
        _l("A dotted line beside each score. Nobody is declined by it."),
    )
    submit = SubmitField(_l("Save"))

    kinds: Sequence[Assessment] = ()

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, and that the battery has a test that counts."""
        right = bool(super().validate(extra_validators))
        if not any(self[f"{kind.slug}_use"].data for kind in self.kinds):
            self.form_errors.append(_("Choose at least one test."))
            right = False
        return right

    def battery(self) -> list[dict[str, Any]]:
        """Return the chosen tests in the order in which they are taken."""
        chosen = [kind.slug for kind in self.kinds if self[f"{kind.slug}_use"].data]
        chosen.sort(key=lambda slug: self[f"{slug}_place"].data)
        return [
            {
                "slug": slug,
                "weight": self[f"{slug}_weight"].data,
                "minutes": self[f"{slug}_minutes"].data,
                "bar": self[f"{slug}_bar"].data,
                **{
                    name: self[f"{slug}_{name}"].data
                    for name in ("form", "policy", "touch")
                    if f"{slug}_{name}" in self
                },
                **self._chosen(slug),
            }
            for slug in chosen
        ]

    def _chosen(self, slug: str) -> dict[str, list[str]]:
        """Return the choice of items; nothing where any may be drawn."""
        names = chosen_names(self, slug) if f"{slug}_source" in self else []
        return {"chosen": names} if names else {}


class _IfUsed:
    """Check a field only when its test is in the battery; what was typed is kept either way."""

    def __init__(self, slug: str, *, needed: bool) -> None:
        self.slug = slug
        self.field_flags = {"required": True} if needed else {}

    def __call__(self, form: VacancyForm, field: Any) -> None:
        if not form[f"{self.slug}_use"].data:
            field.errors = []
            raise StopValidation


class _Enough:
    """Check a time limit: no shorter than the chosen form of a test needs.

    What stands in the vacancy already stays right: people may have been invited to it.
    """

    def __init__(self, kind: Assessment, kept: Mapping[str, Any]) -> None:
        self.kind = kind
        self.kept = kept

    def __call__(self, form: VacancyForm, field: Any) -> None:
        least = self.kind.least_minutes
        chosen = form[f"{self.kind.slug}_form"].data if self.kind.lengths else ""
        for length in self.kind.lengths:
            if length.name == chosen:
                least = length.least_minutes
        usual = self.kind.lengths[0].name if self.kind.lengths else ""
        if chosen == (self.kept.get("form") or usual) and field.data == self.kept.get("minutes"):
            return
        if field.data is None or not least <= field.data <= LONGEST_MINUTES:
            raise StopValidation(
                _("Enter %(least)s to %(most)s minutes.", least=f"{least:g}", most=LONGEST_MINUTES)
            )


class _Choice(SelectField):
    """The choice of a form or a policy; left alone when its test is not in the battery."""

    def __init__(self, *args: Any, slug: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.slug = slug

    def pre_validate(self, form: VacancyForm) -> None:
        if form[f"{self.slug}_use"].data:
            super().pre_validate(form)


def _form_field(kind: Assessment) -> dict[str, Any]:
    """Return the choice of a length, for a kind that is given in several."""
    if not kind.lengths:
        return {}
    choices = [
        SelectChoice(
            value=form.name,
            label=_l(
                "%(form)s: %(least)s minutes or more",
                form=_l(form.label),
                least=f"{form.least_minutes:g}",
            ),
        )
        for form in kind.lengths
    ]
    label = _l("%(test)s: length", test=_l(kind.name))
    return {
        f"{kind.slug}_form": _Choice(
            label, slug=kind.slug, choices=choices, default=kind.lengths[0].name
        )
    }


def _policy_field(kind: Assessment) -> dict[str, Any]:
    """Return the choice of a policy, for a kind that has something about which clients differ."""
    if kind.client_options is None:
        return {}
    label = _l("%(test)s: %(about)s", test=_l(kind.name), about=_l(kind.client_options.about))
    choices = [SelectChoice(value=policy.name, label=_l(policy.label)) for policy in kind.options]
    usual = kind.options[0].name
    return {f"{kind.slug}_policy": _Choice(label, slug=kind.slug, choices=choices, default=usual)}


def _touch_field(kind: Assessment) -> dict[str, Any]:
    """Return whether a device without a keyboard will do, for a kind that measures keys."""
    if not kind.devices.needs_keyboard:
        return {}
    label = _l("%(test)s: phones may take it; only the text is scored", test=_l(kind.name))
    return {f"{kind.slug}_touch": BooleanField(label)}


def _part_fields(kind: Assessment, place: int, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of one kind of test; ``kept`` is what the vacancy has of it already."""
    slug, name = kind.slug, _l(kind.name)
    typed = {"inputmode": "decimal", "type": "text"}
    needed = [_IfUsed(slug, needed=True), _stop_at_error]
    return {
        f"{slug}_use": BooleanField(name),
        f"{slug}_place": _Whole(
            _l("%(test)s: place", test=name),
            default=place,
            validators=[*needed, NumberRange(1, 99, _l("Enter a place from 1 on."))],
            render_kw=typed,
        ),
        f"{slug}_weight": _Number(
            _l("%(test)s: weight", test=name),
            default=25.0,
            validators=[
                *needed,
                NumberRange(0.1, HIGHEST_WEIGHT, _l("Enter a weight above 0, at most 1000.")),
            ],
            render_kw=typed,
        ),
        **_form_field(kind),
        f"{slug}_minutes": _Number(
            _l("%(test)s: minutes", test=name),
            default=float(kind.lengths[0].minutes if kind.lengths else kind.minutes),
            validators=[*needed, _Enough(kind, kept)],
            render_kw=typed,
        ),
        **_policy_field(kind),
        **choice_fields(kind),
        **_touch_field(kind),
        f"{slug}_bar": _bar(_l("%(test)s: bar", test=name), slug=slug),
    }


def vacancy_form(kinds: Sequence[Assessment], vacancy: Vacancy | None = None) -> VacancyForm:
    """Return the form of a vacancy with the fields of every kind of test there is."""
    fields: dict[str, Any] = {"kinds": tuple(kinds)}
    kept = {part["slug"]: part for part in vacancy.battery} if vacancy else {}
    with_choices = {kind.slug: kind.choices for kind in kinds if kind.choices}
    for place, kind in enumerate(kinds, start=1):
        fields |= _part_fields(kind, place, kept.get(kind.slug, {}))
    shown: dict[str, Any] = {}
    if vacancy is not None:
        shown = {"title": vacancy.title, "employer": vacancy.employer, "bar": vacancy.bar}
        for place, part in enumerate(vacancy.battery, start=1):
            slug = part["slug"]
            shown |= {
                f"{slug}_use": True,
                f"{slug}_place": place,
                f"{slug}_weight": part["weight"],
                f"{slug}_minutes": part["minutes"],
                f"{slug}_bar": part.get("bar"),
                **{
                    f"{slug}_{name}": part[name]
                    for name in ("form", "policy", "touch")
                    if name in part
                },
            }
            if slug in with_choices:
                shown |= shown_choice(slug, with_choices[slug], part.get("chosen", ()))
    form = type("VacancyFormOfKinds", (VacancyForm,), fields)(data=shown)
    assert isinstance(form, VacancyForm)
    return form
