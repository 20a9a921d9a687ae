"""The pages of a test: instructions, practice, and every state of a sitting."""

from assessments.banks import registry
from tests.support.browser.sights.sight import Sight
from tests.support.browser.sights.steps import (
    begun,
    both,
    chat_amount,
    chat_ended,
    chat_lines,
    first_text_written,
    go_to_question_type,
    last_question,
    leave_out,
    look_chosen,
    low_clock,
    offline,
    open_tab,
    open_the_caller,
    press,
    press_in_ticket,
    press_keys,
    ready,
    recording,
    reply_put_in,
    reply_written,
    skip_the_warm_up,
    some_answers,
    some_keys,
    time_is_up,
    unfolded,
    without_microphone,
)
from tests.support.browser.sights.ways import instructions, sitting, three_chats

KINDS = tuple(kind.slug for kind in registry.kinds())


SITTINGS = [
    *(
        Sight(
            name=f"{slug}-instructions", endpoint="applicants.instructions", way=instructions(slug)
        )
        for slug in KINDS
    ),
    *(
        Sight(name=f"{slug}-begun", endpoint="assessments.take", way=sitting(slug), then=ready)
        for slug in KINDS
    ),
    *(
        Sight(
            name=f"{slug}-practice",
            endpoint="assessments.take",
            way=sitting(slug, "practice"),
            then=both(ready, offline, low_clock),
        )
        for slug in KINDS
    ),
    Sight(
        name="chat-three-instructions",
        endpoint="applicants.instructions",
        way=instructions("chat", "three"),
    ),
    Sight(
        name="grammar-adaptive-instructions",
        endpoint="applicants.instructions",
        way=instructions("grammar", "adaptive"),
    ),
    Sight(
        name="chat-english-only-instructions",
        endpoint="applicants.instructions",
        way=instructions("chat", "one", "any-english"),
    ),
    *(
        Sight(
            name=f"grammar-{policy}-instructions",
            endpoint="applicants.instructions",
            way=instructions("grammar", "full", policy),
        )
        for policy in ("teach", "count")
    ),
    *(
        Sight(
            name=f"grammar-{name}",
            endpoint="assessments.take",
            way=sitting("grammar", form=form),
            then=both(ready, then),
        )
        for name, form, then in (
            ("full-order", "full", go_to_question_type("word_order")),
            ("full-find", "full", go_to_question_type("find_error")),
            ("full-cloze", "full", go_to_question_type("cloze")),
            ("full-email", "full", go_to_question_type("edit_email")),
            ("full-page", "full_page", lambda page: None),
            ("adaptive", "adaptive", lambda page: None),
            ("adaptive-without-answer", "adaptive", press("Save and go on")),
        )
    ),
    *(
        Sight(
            name=f"{name}",
            endpoint="assessments.take",
            way=sitting(name.partition("-")[0]),
            then=both(ready, then),
        )
        for name, then in {
            "typing-done": both(some_keys, press("Skip the warm-up")),
            "typing-passage": both(skip_the_warm_up, some_keys),
            "typing-look": both(skip_the_warm_up, some_keys, look_chosen),
            "typing-time-up": time_is_up,
            "grammar-last": last_question,
            "grammar-review": some_answers,
            "chat-lines": chat_lines,
            "chat-knowledge": both(open_tab("Knowledge"), unfolded),
            "chat-wrap-up": open_tab("Wrap-up"),
            "chat-action": lambda page: page.locator(".actions button").first.click(),
            "chat-close": press("Close chat"),
            "chat-ended": chat_ended,
            "email-written": reply_written,
            "email-empty": press("Hand in"),
            "writing-written": first_text_written,
            "writing-too-short": both(first_text_written, press("Hand in")),
            "inbox-moved": both(press_in_ticket(5, "To the top"), press_in_ticket(3, "Down")),
            "inbox-untouched": press("Hand in"),
            "chat-keys": press("Keyboard shortcuts"),
            "voice-recording": recording,
            "voice-repeat": leave_out(2),
            "voice-short-answer": leave_out(10),
            "voice-sentence-build": leave_out(16),
            "voice-retell": leave_out(20),
            "voice-open-answer": both(leave_out(21), open_the_caller),
            "voice-open-answer-2": both(leave_out(22), open_the_caller),
            "voice-skip": press("I cannot answer this one"),
            "voice-denied": both(without_microphone("NotAllowedError"), press("I am ready")),
            "voice-finished": leave_out(23),
        }.items()
    ),
]


THREE_CHATS = [
    Sight(
        name=f"chat-three-{name}",
        endpoint="assessments.take",
        way=three_chats(ago),
        then=both(ready, then),
    )
    for name, ago, then in (
        ("begun", 0.0, ready),
        ("soon", 0.0, press_keys("Alt+3")),
        ("waiting", 135.0, press_keys("Alt+N")),
        ("replies", 100.0, press_keys("Alt+R", "new")),
        ("no-reply", 100.0, press_keys("Alt+R", "nonsense")),
        ("slot", 100.0, press_keys("Alt+R", "new", "Enter", "Enter")),
        ("search", 100.0, press_keys("Alt+K", "refund damaged")),
        ("search-none", 100.0, press_keys("Alt+K", "nonsense")),
        ("change", 100.0, both(press_keys("Alt+I"), press("Change: Phone"))),
        ("amount", 100.0, chat_amount),
        ("wrap-up", 100.0, press_keys("Alt+2", "Alt+W")),
        ("over", 400.0, ready),
    )
]


TYPING = [
    *(
        Sight(
            name=f"typing-instructions-{name}",
            endpoint="applicants.instructions",
            way=lambda stage, more=more: ("/tests/typing", stage.at_the_test("typing", **more)),  # type: ignore[misc]
        )
        for name, more in {
            "phone": {"phone": True},
            "phone-text": {"phone": True, "touch": True},
            "mixed": {"form": "mixed"},
        }.items()
    ),
    *(
        Sight(
            name=name,
            endpoint="assessments.take",
            way=sitting("typing", form=form),
            then=both(ready, then),
        )
        for name, form, then in (
            ("typing-ready", "data_entry", lambda page: None),
            ("typing-listen", "listen", begun),
            ("typing-record", "data_entry", begun),
            ("typing-chat", "chat_speed", reply_put_in),
        )
    ),
]
