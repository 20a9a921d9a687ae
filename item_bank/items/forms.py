"""The form that decides the state of an item: in use, on trial or retired."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from assessments.banks.item_decisions import ItemState


class StateForm(FlaskForm):
    """The new state of a question, and the reason."""

    state = RadioField(_l("From now on"), validators=[InputRequired(_l("Choose one."))])
    reason = TextAreaField(
        _l("Reason"),
        description=_l("It is kept with your name."),
        validators=[DataRequired(_l("Say why.")), Length(max=500)],
    )


CHOICES = {
    ItemState.USED: _l("In use: it is asked and counts"),
    ItemState.TRIAL: _l("On trial: it is asked and does not count"),
    ItemState.RETIRED: _l("Retired: it is not asked any more"),
}


def state_form(now: ItemState, *, may_be_tried: bool) -> StateForm:
    """Return a form that offers the states the item can change to."""
    form = StateForm()
    form.state.choices = [
        SelectChoice(state.value, words)
        for state, words in CHOICES.items()
        if state != now and (may_be_tried or state != ItemState.TRIAL)
    ]
    return form
