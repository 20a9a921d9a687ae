"""The twelve scored customers in four parallel sets, and conversations that are in no file."""

from itertools import pairwise

import pytest

from assessments.contract.assessment import ContentError
from assessments.kinds.chat import ASSESSMENT
from assessments.kinds.chat.authoring.parallel_sets import check_parallel_sets
from assessments.kinds.chat.authoring.self_test import play
from assessments.kinds.chat.bank import load
from assessments.kinds.chat.customer.customer import step
from assessments.kinds.chat.scenario import REQUIRED_TESTS, SLOTS, Move

BANK = load()
SCORED = sorted(name for name, scenario in BANK.items() if not scenario.practice)


def test_there_are_four_sets_of_three_and_all_trades():
    lines = check_parallel_sets(BANK)
    assert len(lines) == 12
    sectors = {"e-commerce", "telco", "travel", "banking", "software"}
    assert {BANK[name].sector for name in SCORED} == sectors
    for seed in range(8):
        drawn = ASSESSMENT.drawing("three")(BANK, seed, False)
        assert [BANK[name].slot for name in drawn] == list(SLOTS)
        assert len({BANK[name].parallel_set for name in drawn}) == 1
        assert len({BANK[name].sector for name in drawn}) == 3


def changed(name, **blocks):
    return {**BANK, name: BANK[name].model_copy(update=blocks)}


def test_a_set_with_fewer_goals_is_refused():
    goals = BANK["promo-fare-back"].goals
    with pytest.raises(ContentError, match="limit: goals differ"):
        check_parallel_sets(changed("promo-fare-back", goals=goals[:4]))


def test_a_set_with_more_time_is_refused():
    with pytest.raises(ContentError, match="angry: minutes differ"):
        check_parallel_sets(changed("hotel-no-room", time_limit=480.0))


def test_a_set_with_much_more_to_read_is_refused():
    article = BANK["ferry-other-day"].knowledge[0]
    longer = article.model_copy(update={"body": article.body * 3})
    with pytest.raises(ContentError, match=r"ferry-other-day: .* words to read"):
        check_parallel_sets(changed("ferry-other-day", knowledge=(longer,)))


def test_an_incomplete_set_is_refused():
    some = {name: scenario for name, scenario in BANK.items() if name != "atm-no-cash"}
    with pytest.raises(ContentError, match="parallel set C has no file of the slot angry"):
        check_parallel_sets(some)


@pytest.mark.parametrize("name", SCORED)
def test_every_file_has_what_the_report_and_the_desk_need(name):
    scenario = BANK[name]
    assert {test.kind for test in scenario.tests} >= set(REQUIRED_TESTS)
    assert "learner English" in {test.name for test in scenario.tests}
    assert all(goal.sentence for goal in scenario.goals)
    assert all(cue.sentence for cue in scenario.cues)
    assert scenario.record.editable
    assert sum(article.applies for article in scenario.knowledge) == 1
    assert any(article.near_miss for article in scenario.knowledge)
    assert any("{" in canned.text for canned in scenario.canned)
    assert any(not action.due for action in scenario.actions)


PLAYED = {
    "cracked-rice-cooker": [
        "hi maricel! oh no, a broken pot is the last thing you need. what's your order number and "
        "who do i have the pleasure of speaking with?",
        "got it. give me a sec to look at your purchase",
        "you can have your money back or i can send you a new unit, your choice",
        ("replace", {"order": "SH-20731", "reason": "Damaged on arrival"}),
        "All arranged! It should reach you in around 3-5 business days.",
        "anything more i can assist with?",
    ],
    "roaming-not-working": [
        "Good evening Aileen, sorry to hear that! Could you share your account number and date of "
        "birth so I can pull up your profile?",
        "Thanks! Looks like the roaming toggle on your plan is set to off, that's why.",
        "shall I flip it for you?",
        ("edit", {"roaming": "On"}),
        "Done, it's active now. Just power your phone off and on, give it about fifteen minutes.",
        "Oh no, getting lost alone sounds stressful",
        "Cool! Can I assist you with something else today?",
    ],
    "invoice-wrong-name": [
        "Good afternoon sir, apologies for the hassle. Kindly share the invoice number and the "
        "registered email.",
        "How exactly is the new business called?",
        "We will send you a corrected invoice, same date and amount",
        ("reissue", {"invoice": "KW-22318", "company": "Sandoval Home Supplies Inc."}),
        "Reissued! Please allow two hours.",
        "Sorry to hear about the fine, that must have hurt",
        "Anything else?",
    ],
    "ferry-other-day": [
        "hello ma'am, i hope your lola gets well soon. what is your booking number and your name?",
        "sure, we can transfer your schedule. when would you like to travel?",
        "morning or afternoon trip?",
        ("move", {"booking": "AF-70934", "date": "16 December", "hour": "2 p.m."}),
        "Ok you're booked for the 16th, no extra payment. The e-ticket comes in half an hour",
        "anything else ma'am?",
    ],
    "internet-six-days": [
        "Good morning sir. First of all I want to apologize, nobody should be waiting six days.",
        "can you please verify your account number and name on the account",
        "what is the best time for you tomorrow",
        "I understand, sir, taking leave again is a lot to ask. I'll put you down for tomorrow 1-5",
        ("visit", {"account": "LF-880217", "slot": "Tomorrow, 1 to 5"}),
        "your slot is confirmed and it's top priority",
        "we will also waive the charges for those days, that's 360 off",
        "For your daughter: I'm texting you a free 5GB so she won't miss it",
        "is there something else i can help you with sir",
    ],
    "hotel-no-room": [
        "Sir I'm terribly sorry, this is awful with small kids. What's your reservation number and "
        "your name?",
        "one moment sir while I look for somewhere close",
        "I found you a family room at Amihan, it's just 300m away. Shall I reserve it?",
        ("rebook", {"booking": "DS-31877", "hotel": "Hotel Amihan", "nights": "2"}),
        "It's reserved for both nights. Grab a tricycle or taxi, we'll reimburse up to P500",
        "poor girl, she'll have a warm bed in ten minutes. I'm sorry",
        "we'll shoulder the price difference, you won't pay a single peso more",
        "anything else you need tonight?",
    ],
    "atm-no-cash": [
        "Hi Mr. Dimaano, I know how stressful this is with rent due. For security, kindly confirm "
        "your complete name and birthdate",
        "ok thank you. can you tell me which machine you used and what time?",
        "Did the machine return your card?",
        ("dispute", {"amount": "10000", "machine": "LIPA-02, Rizal Street"}),
        "Your claim is in. It can take up to five working days as we have to count the machine.",
        "I understand your landlord is pressing you, sorry about that",
        "No sir, blocking isn't needed since you have the card with you",
        "may I help with anything else?",
    ],
    "charged-after-cancel": [
        "oh no Trisha, that's totally our fault, sorry! what's the invoice number pls and the "
        "email on the account?",
        "thanks, i see your cancellation confirmation. you're getting everything back",
        ("refund", {"invoice": "BL-90342", "amount": "4788"}),
        "Just pushed the refund through, banks usually take 5-7 working days",
        "ugh that's rough, so sorry you had to go through that",
        "your portfolio is safe! you have ninety days to download everything",
        "need anything else?",
    ],
    "promo-fare-back": [
        "Hi Bernie! Happy to check. What's the booking reference and your full name?",
        "So I looked: it's a promo fare, and those unfortunately don't come with refunds.",
        "I get why you're upset, saving up for months and then this",
        "we could switch you to a different day, once, the fee is 900",
        "when would you like to go?",
        ("move", {"booking": "HB6K2T", "date": "11 January", "fee": "900"}),
        "All set for January 11!",
        "Sorry, tickets are tied to the passenger so your sister can't fly on it",
        "Anything else I could do?",
    ],
    "new-number-by-chat": [
        "Good day sir Danilo, I'm sorry about your phone. May I have your full name and the last 4 "
        "digits of the account?",
        "thank you sir. I'm afraid numbers can only be updated in person, to keep your money safe",
        "Any branch can do it, which one is closest to you?",
        "In the meantime let me freeze your online access so no one can get in, ok?",
        ("lock", {"reason": "Lost phone"}),
        "done sir, it's frozen now",
        "please take along 2 government IDs. there's no charge",
        "what else can I do for you?",
    ],
    "return-too-late": [
        "Hey Grace Anne! let me have a look. what's your order number and full name?",
        "so it arrived 22 days ago. our returns are 15 days only and the box has to be sealed",
        "aww i know, i'm sorry, that's a bummer",
        "there is one thing: you can swap it for a voucher of 980 pesos",
        ("tradein", {"order": "SH-25419", "amount": "980"}),
        "ok that's booked for you!",
        "the rider comes to your door and it costs you nothing",
        "anything else i can do?",
    ],
    "lock-in-not-over": [
        "Hi Hazel, congrats on Dubai! Can I get your account number and name to check it?",
        "I see. Your contract runs for two years, so 7 months are left and you would owe 3,500",
        "I'm sorry you were given wrong info at the mall, that's frustrating",
        "Is anyone staying in the house who could take it over? That would be free.",
        "What's his email address?",
        ("takeover", {"account": "LF-731508", "email": "kevin.p@example.com"}),
        "I've just sent Kevin the form",
        "Not during the lock-in, he can only go up. after that he may go lower",
        "anything else I can do?",
    ],
}


def moves(steps):
    """Yield the moves of an agent from messages and (action or "edit", values)."""
    for entry in steps:
        if isinstance(entry, str):
            yield Move(say=entry, wait=18)
            continue
        name, values = entry
        if name == "edit":
            ((field, value),) = values.items()
            yield Move(edit=field, value=value, wait=8)
        else:
            yield Move(act=name, values=values, wait=8)


def test_every_scored_customer_is_played():
    assert sorted(PLAYED) == SCORED


@pytest.mark.parametrize("name", SCORED)
def test_other_words_than_those_of_the_file_solve_the_case(name):
    scenario = BANK[name]
    events = play(scenario, tuple(moves(PLAYED[name])))
    thread = step(scenario, events, events[-1].at)
    assert sorted(met.goal for met in thread.met) == sorted(goal.id for goal in scenario.goals)
    assert thread.ended == "resolved"
    said = [line.text for line in thread.lines]
    assert all(line != following for line, following in pairwise(said))
    assert not any(line.cause in {"off_script", "repeat"} for line in thread.lines)


@pytest.mark.parametrize("name", SCORED)
def test_an_agent_who_only_chats_is_led_on_and_never_ends_in_a_loop(name):
    scenario = BANK[name]
    words = [
        "Hello!",
        "okay",
        "I see",
        "hmm",
        "The weather is nice.",
        "okay",
        "right",
        "yes",
        "well",
    ]
    events = play(scenario, tuple(Move(say=text, wait=10) for text in words))
    thread = step(scenario, events, events[-1].at)
    said = [line.text for line in thread.lines]
    assert all(line != following for line, following in pairwise(said))
    clues = [goal.clue for goal in scenario.goals if goal.clue]
    assert any(clue in text for text in said for clue in clues)
    assert thread.ended
