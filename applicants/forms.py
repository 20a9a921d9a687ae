"""Forms of the applicant's way."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SubmitField
from wtforms.validators import DataRequired


class StartForm(FlaskForm):
    """A button that changes something needs a token; there is nothing to fill in."""


class ConsentForm(FlaskForm):
    """One tick, never set beforehand."""

    agree = BooleanField(
        _l("I have read this and I agree."),
        validators=[
            DataRequired(_l("Tick the box if you agree. Without it the tests cannot start."))
        ],
    )
    submit = SubmitField(_l("Agree and go on"))
