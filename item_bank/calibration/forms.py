"""The form that approves or discards an estimate of item parameters."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectChoice, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length


class DecideForm(FlaskForm):
    """The decision on an estimate, and the reason."""

    decision = RadioField(
        _l("Decision"),
        choices=[
            SelectChoice("approve", _l("Approve: in force for every test that begins from now on")),
            SelectChoice("discard", _l("Discard: everything stays as it is")),
        ],
        validators=[InputRequired(_l("Choose one."))],
    )
    without_misfits = BooleanField(
        _l("Leave questions that do not fit as they are now"), default=True
    )
    why = TextAreaField(
        _l("Reason"),
        description=_l("It is kept with your name."),
        validators=[DataRequired(_l("Say why.")), Length(max=500)],
    )
