"""Forms that invite an applicant and renew the link; they keep what was typed."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField, SubmitField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Regexp

from accounts.forms import EMAIL


class InviteForm(FlaskForm):
    """Invite an applicant."""

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
    """Issue a new link."""

    send_mail = BooleanField(_l("Send the new link by e-mail"), default=True)
