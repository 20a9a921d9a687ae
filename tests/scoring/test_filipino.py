"""Filipino in a text: the shared list, the clauses that are not English, and the small model."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.kinds.chat.language import wording
from scoring import filipino
from scoring.filipino import also_english, filipino_in, filipino_words, log_odds, meanings
from scoring.proofreading import find_errors

TAGALOG = """
    Kamusta na po, ilang araw na pong ganyan ang signal nyo?
    Hindi ho namin kayo matatanggihan, pero may limit ho talaga ang discount.
    Makikisuyo lang po ng litrato ng resibo, yung kita po ang petsa.
    Sa susunod na linggo pa po darating ang bagong stock, gusto nyo po bang i-reserve ko?
    Nakapangalan po kasi sa ate nyo ang linya kaya siya po dapat ang mag-request.
    Huwag po kayong mag-alala, hindi mawawala ang points nyo.
    Maghuhulog pa po ba kayo ngayong buwan o sa katapusan na?
    Nalito lang po ako sa dalawang order, pakilinaw na lang po.
    Tatlong beses na po pala kayong nasingil, grabe naman po yun.
    Mas mura po kung annual ang kukunin nyong plan.
    Kinulang po ng otso pesos ang hinulog nyo kahapon.
    Bumagal po ba ang internet nyo mula nung nag-upgrade kayo?
    Di bale po, uunahin ko na kayo sa pila.
    Walang problema, sir, napakadali lang po niyan.
"""
CEBUANO = """
    Maayong buntag, Ma'am! Unsa man ang akong matabang nimo karon?
    Pasensya kaayo sa delay, i-follow up nako dayon sa hub.
    Gi-refund na namo ang imong bayad, pero tulo pa ka adlaw una mosulod sa GCash.
    Dili pa man gud abot ang rider, traffic daw kaayo sa Mandaue.
    Pwede ba ko mangayo sa imong account number ug kompleto nga pangalan?
    Wala pa ma-process ang imong request kay kulang ang usa ka ID.
    Kinahanglan lang nga i-restart ang modem, unya hulat og duha ka minuto.
    Naunsa man diay ang screen, nabuak ba pag-abot?
    Ayaw kabalaka, Ma'am, kay libre ra ang pag-ilis.
    Nakasabot ko nga kapoy na kaayo ka nga magsige og tawag.
    Kanus-a man nimo gipalit ang unit, ug asa nga branch?
"""
UNLISTED = [
    "napakabilis",
    "pinagtatalunan",
    "nakikipag-usapan",
    "magkakapitbahay",
    "sinusungitan",
    "tinatawanan",
    "pagmamalabis",
    "ipinagtataka",
    "nangangamba",
    "kinatatakutan",
]
MISSPELT = ["recieved", "seperately", "definately", "garanteed", "adress", "occured", "tommorow"]
SENTENCES = [line.strip() for line in (TAGALOG + CEBUANO).splitlines() if line.strip()]


def left(text: str) -> str:
    """Return the words of a text that are read as English."""
    found, start, read = filipino_in(text), 0, []
    for word in text.split():
        start = text.index(word, start)
        if not found.touches(start, start + len(word)):
            read.append(word.strip(".,!?"))
        start += len(word)
    return " ".join(read)


def test_the_list_is_long_and_in_small_letters() -> None:
    assert len(filipino_words()) > 3000
    assert all(word == word.lower() for word in filipino_words() | also_english())
    assert not filipino_words() & also_english()


def test_the_wording_of_the_chat_and_the_checks_share_one_list() -> None:
    known = filipino_words() | also_english()
    assert set(meanings()) <= known
    assert meanings().items() <= wording._PLAIN_WORDS.items()
    # The chat keeps no Filipino word beside the list.
    own = {word for spellings in wording._SPELLINGS.values() for word in spellings.split()}
    assert own & known == set()


@pytest.mark.parametrize("word", sorted(meanings()))
def test_a_filipino_word_that_the_chat_matches_is_no_error(word: str) -> None:
    assert find_errors(f"Sige po, {word} na po.") == ()


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_that_mixes_is_recognised_and_is_no_error(text: str) -> None:
    assert left(text) in ("", "Ma'am", "sir")
    assert find_errors(text) == ()


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Salamat po! Your refund is on its way.", "Your refund is on its way"),
        ("Na-order ko na po, it will arrive on Friday.", "it will arrive on Friday"),
        ("Yes po, we sent it na to your address.", "Yes we sent it to your address"),
        ("I was at the palengke with my team.", "I was at the with my team"),
        ("May I have your name? At your service.", "May I have your name At your service"),
        ("Your reservation si booked.", "Your reservation si booked"),
        ("Thanks, Yusuf, and hello to Ms. Bayad.", "Thanks Yusuf and hello to Ms Bayad"),
    ],
)
def test_what_is_left_is_english(text: str, english: str) -> None:
    assert left(text) == english


def test_english_of_many_countries_is_not_filipino() -> None:
    text = (
        "We prepone the visit, Mr. Krishnamurthy. The mandir is near the bazaar.\n"
        "Kindly ask Chukwuemeka or Ngozi, and hand Hiroshi the parcel. Haha, no worries."
    )
    assert filipino_in(text).clauses == ()


def test_the_model_knows_unlisted_words() -> None:
    assert not any(filipino.is_listed(word) for word in UNLISTED)
    assert all(log_odds(word) > 6 for word in UNLISTED)
    assert all(log_odds(word) < 0 for word in MISSPELT)
    assert log_odds("refund") < 0
    assert log_odds("xyz") == log_odds("https") == 0


@given(
    st.text(max_size=80) | st.lists(st.sampled_from(["po", "ng", "the", ",", "na"])).map(" ".join)
)
def test_places_lie_in_the_text(text: str) -> None:
    found = filipino_in(text)
    assert all(0 <= start < end <= len(text) for start, end in (*found.words, *found.clauses))
    assert list(found.clauses) == sorted(found.clauses)
