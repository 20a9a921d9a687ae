"""Forms of a review: the rubric for a whole answer, yes or no for a point."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SubmitField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

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
"""Title, question and the words for levels 0 to 4, by criterion."""


class AnswerForm(FlaskForm):
    """A person's review of an answer; ``answer_form`` adds the criteria."""

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


class PointForm(FlaskForm):
    """A person's review of a point of a report, with the reason."""

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


def answer_form(criteria: Sequence[str], **values: Any) -> AnswerForm:
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
    form: AnswerForm = type("AnswerFormOfCriteria", (AnswerForm,), asked)(**values)
    return form
