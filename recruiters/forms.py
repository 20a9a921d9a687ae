"""Forms of the recruiters' room; every form keeps what was typed."""

from collections.abc import Mapping, Sequence
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
from wtforms.validators import DataRequired, Length, Regexp

from accounts.forms import EMAIL
from applicants.decisions import Verdict
from recruiters.shortlists import UNDECIDED
from recruiters.standings import Stage

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


class InviteForm(FlaskForm):
    """Invite one person."""

    name = StringField(
        _l("Name"),
        validators=[DataRequired(_l("Enter the applicant's name.")), Length(max=120)],
        render_kw={"autocomplete": "off"},
    )
    email = StringField(
        _l("E-mail address"),
        validators=[
            DataRequired(_l("Enter the applicant's e-mail address.")),
            Length(max=254),
            Regexp(EMAIL, message=_l("Enter an address like name@example.com.")),
        ],
        filters=[lambda typed: typed.strip() if typed else typed],
        render_kw={"type": "email", "autocomplete": "off", "spellcheck": "false"},
    )
    extra_time = SelectField(
        _l("Extra time"),
        description=_l(
            "For an applicant who needs it to be tested fairly. The reason is not asked and "
            "not stored, and scores do not show it."
        ),
        choices=[
            SelectChoice("1.0", _l("None")),
            SelectChoice("1.25", _l("A quarter more")),
            SelectChoice("1.5", _l("Half as much again")),
            SelectChoice("2.0", _l("Twice the time")),
        ],
        default="1.0",
    )
    send_mail = BooleanField(_l("Send the link by e-mail now"), default=True)
    submit = SubmitField(_l("Invite"))


class RenewForm(FlaskForm):
    """Give out a new link."""

    send_mail = BooleanField(_l("Send the new link by e-mail"), default=True)


class DecisionForm(FlaskForm):
    """What a person decides, and why."""

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
        """Whether the evidence was before the person: by their word, or by the page itself."""
        return bool(self.evidence_seen.data) or (
            complete and self.newest_result.data == str(newest)
        )


RUBRIC = {
    "task": (
        _l("What was asked"),
        _l("How much of it did the answer do? Judge what was said, not how."),
        (
            _l("nothing of it"),
            _l("little, about a quarter"),
            _l("about half"),
            _l("most, about three quarters"),
            _l("all of it"),
        ),
    ),
    "fluency": (
        _l("Fluency"),
        _l("How smoothly does it flow? A slow speaker can be fluent."),
        (
            _l("halting: word by word"),
            _l("many breaks within phrases"),
            _l("some breaks, the thread is kept"),
            _l("mostly smooth"),
            _l("smooth and at ease"),
        ),
    ),
    "accuracy": (
        _l("Pronunciation"),
        _l("How easily are the words understood? An accent is no fault."),
        (
            _l("most words are not understood"),
            _l("many words are hard to understand"),
            _l("understood with an effort"),
            _l("easily understood, some sounds are off"),
            _l("every word is clear"),
        ),
    ),
    "content": (
        _l("What the text says"),
        _l("How much of what was asked does it say? Judge what is said, not how."),
        (
            _l("nothing of it"),
            _l("little, about a quarter"),
            _l("about half"),
            _l("most, about three quarters"),
            _l("all of it"),
        ),
    ),
    "english": (
        _l("Written English"),
        _l("How correct, clear and varied is it? Good Philippine English is no fault."),
        (
            _l("hardly to be understood"),
            _l("an effort to read: errors in most sentences"),
            _l("understood, with many errors or very simple words"),
            _l("good, with some errors"),
            _l("nearly without error, clear and varied"),
        ),
    ),
}
"""Title, question and the words of levels 0 to 4 of each criterion."""


class RatingForm(FlaskForm):
    """What a person hears in one answer; subclasses by ``rating_form`` have the criteria."""

    saw_score = BooleanField(
        _l("I had seen the machine's score of this answer before"),
        description=_l("Then your rating is kept, but not counted in the agreement figures."),
    )
    note = TextAreaField(
        _l("Note"),
        validators=[Length(max=1000, message=_l("Write at most 1000 characters."))],
        filters=[lambda typed: typed.strip() if typed else ""],
        render_kw={"rows": 3, "maxlength": 1000},
    )
    submit = SubmitField(_l("Keep the rating"))

    def levels(self) -> dict[str, int]:
        """Return the chosen level of each criterion, 0 to 4."""
        return {name: int(self[name].data) for name in RUBRIC if name in self}


class JudgementForm(FlaskForm):
    """What a person says of one point of a report, with the reason."""

    met = RadioField(
        _l("Was it so?"),
        choices=[SelectChoice("1", _l("Yes")), SelectChoice("0", _l("No"))],
        validators=[DataRequired(_l("Choose yes or no."))],
    )
    note = TextAreaField(
        _l("Reason"),
        description=_l("One sentence. Your name is kept with it."),
        filters=[lambda typed: typed.strip() if typed else ""],
        validators=[DataRequired(_l("Write the reason.")), Length(max=1000)],
    )
    submit = SubmitField(_l("Keep this judgement"))


def rating_form(criteria: Sequence[str], **values: Any) -> RatingForm:
    """Return a form that asks for these criteria of the rubric."""
    asked = {}
    for name in criteria:
        title, question, levels = RUBRIC[name]
        asked[name] = RadioField(
            title,
            description=question,
            choices=[SelectChoice(str(level), words) for level, words in enumerate(levels)],
            validators=[DataRequired(_l("Choose a level."))],
        )
    form: RatingForm = type("AnswerRatingForm", (RatingForm,), asked)(**values)
    return form


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
