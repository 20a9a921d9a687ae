"""The filter of a shortlist and the form of a decision; both keep what was typed."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from applicants.decisions import Verdict
from recruiters.shortlist.shortlists import UNDECIDED
from recruiters.shortlist.standings import Stage

STAGES = {
    Stage.SCORED: _l("Scored"),
    Stage.NEEDS_ATTENTION: _l("Needs attention"),
    Stage.BEING_SCORED: _l("Being scored"),
    Stage.IN_PROGRESS: _l("In progress"),
    Stage.INVITED: _l("Invited"),
}
VERDICTS = {
    Verdict.SHORTLIST: _l("Shortlist"),
    Verdict.HOLD: _l("Hold"),
    Verdict.DECLINE: _l("Decline"),
    Verdict.HIRE: _l("Hire"),
}
DECIDED = {
    Verdict.SHORTLIST: _l("Shortlisted"),
    Verdict.HOLD: _l("On hold"),
    Verdict.DECLINE: _l("Declined"),
    Verdict.HIRE: _l("Hired"),
}


def _choices(words: Mapping[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(name.value, label) for name, label in words.items()]


class DecisionForm(FlaskForm):
    """A person's decision on an applicant, and the reason."""

    verdict = RadioField(
        _l("Decision"),
        choices=_choices(VERDICTS),
        validators=[DataRequired(_l("Choose what you decide."))],
    )
    reason = TextAreaField(
        _l("Reason"),
        description=_l("What in the evidence leads to this? It is kept with your name."),
        validators=[
            DataRequired(_l("Give the reason.")),
            Length(10, 2000, _l("Write between 10 and 2000 characters.")),
        ],
        filters=[lambda typed: typed.strip() if typed else typed],
        render_kw={"rows": 4, "maxlength": 2000},
    )
    evidence_seen = BooleanField(
        _l("I have looked at the evidence"),
        description=_l("Needed to decline somebody whose results are not complete or are new."),
    )
    newest_result = HiddenField()
    submit = SubmitField(_l("Note the decision"))

    def has_seen(self, newest: int, *, complete: bool) -> bool:
        """Return True if the person has seen the evidence: ticked, or the page had all of it."""
        return bool(self.evidence_seen.data) or (
            complete and self.newest_result.data == str(newest)
        )


class FilterForm(FlaskForm):
    """Which applicants to show."""

    class Meta:
        """A search changes nothing, so it needs no token and its address can be kept."""

        csrf = False

    q = StringField(_l("Search"), render_kw={"type": "search", "autocomplete": "off"})
    stage = SelectField(
        _l("State"),
        choices=[SelectChoice("", _l("All")), *_choices(STAGES)],
        default="",
    )
    verdict = SelectField(
        _l("Latest decision"),
        choices=[
            SelectChoice("", _l("All")),
            SelectChoice(UNDECIDED, _l("None yet")),
            *_choices(DECIDED),
        ],
        default="",
    )
