"""The web forms of the applicants' pages."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SubmitField
from wtforms.validators import DataRequired


class StartForm(FlaskForm):
    """A button without fields; it changes data, so it needs the CSRF token."""


class ConsentForm(FlaskForm):
    """A single checkbox, never ticked in advance."""

    agree = BooleanField(
        _l("I have read this and I agree."),
        validators=[
            DataRequired(_l("Tick the box if you agree. Without it the tests cannot start."))
        ],
    )
    submit = SubmitField(_l("Agree and go on"))
