"""Which sentences are English."""

import pytest

from scoring.writing import assess
from scoring.writing.language import foreign
from scoring.writing.own_part import own_part
from tests.support.texts import GOOD, SIMPLE, WEAK

TAGALOG = (
    "Magandang araw po. Natanggap ko po ang inyong sulat tungkol sa sirang takure. Humihingi po "
    "kami ng paumanhin dahil hindi agad kami nakasagot. Papalitan po namin ito ng bago sa loob ng "
    "tatlong araw at kukunin din po namin ang luma sa inyong bahay. Wala po kayong babayaran. "
)
CEBUANO = (
    "Maayong adlaw kaninyo. Nadawat namo ang inyong sulat mahitungod sa guba nga takure. Nangayo "
    "mi og pasaylo tungod kay wala dayon mi makatubag. Amo kining ilisan sulod sa tulo ka adlaw ug "
    "kuhaon namo ang daan sa inyong balay. Wala kamoy bayran niini. "
)
SPANISH = (
    "Buenos días. Hemos recibido su carta sobre el hervidor roto y le pedimos disculpas por no "
    "haber contestado antes. Le enviaremos uno nuevo en tres días y recogeremos el viejo en su "
    "casa. No tiene que pagar nada por el cambio. Gracias por su paciencia con nosotros. "
)
GERMAN = (
    "Guten Tag. Wir haben Ihren Brief über den kaputten Wasserkocher erhalten und möchten uns für "
    "die späte Antwort entschuldigen. Wir schicken Ihnen in drei Tagen einen neuen und holen den "
    "alten bei Ihnen ab. Sie müssen dafür nichts bezahlen. Vielen Dank für Ihre Geduld. "
)


@pytest.mark.parametrize("text", [TAGALOG, CEBUANO, SPANISH, GERMAN])
def test_another_language_is_not_measured(text: str) -> None:
    report = assess(text * 3)
    assert (report.score, report.not_measured) == (None, "not_english")


@pytest.mark.parametrize("text", [GOOD, WEAK, SIMPLE])
def test_learners_write_english(text: str) -> None:
    assert list(foreign(text)) == []


def test_filipino_words_in_english_sentences_are_fine() -> None:
    text = (
        "Good day po, ma'am! Salamat po for writing to us about your takure. We will send a new "
        "one to your bahay in three days po. Pasensya na po for the late answer, and ingat always!"
    )
    assert own_part(text).foreign == 0


def test_a_sentence_in_another_language_is_left_out() -> None:
    own = own_part(f"We will call you today. {TAGALOG} Thank you for waiting.")
    assert "Thank you for waiting." in own.text
    assert "takure" not in own.text
    assert own.foreign > 40
