"""Messages that hold nothing but courtesies."""

import re
from typing import Final

_HELP: Final = r"(?:help|assist)(?: you)?(?: out)?(?: with (?:that|this|it))?(?: today)?"
_POLITE: Final = re.compile(
    r"^\W*(?:(?:ok|okay|sure|sure thing|alright|all right|noted|great|perfect|good|very good"
    r"|(?:many )?thanks?(?: you)?(?: so much| very much| a lot)?(?: for (?:that|the info\w*))?"
    r"|you(?:'re| are) (?:very |most )?welcome|welcome|no (?:problem|worries)|of course|certainly"
    r"|got it|i see|yes|no|my pleasure|absolutely|definitely|understood|right|wonderful"
    rf"|(?:i'd|i would|we'd|we would) be (?:more than )?(?:happy|glad) to {_HELP}"
    rf"|(?:i|we)(?:'ll| can| will) (?:certainly |definitely |surely )?{_HELP}"
    rf"|(?:let me|happy to|glad to|here to|i'm here to|we're here to) {_HELP}"
    r"|po|opo|ma'?am|sir|mr|ms|mrs|and|for you)\b\W*)+$"
)


def is_small_talk(text: str, name: str) -> bool:
    """Return whether a message holds only courtesies and perhaps the customer's ``name``."""
    message = text.lower().replace("’", "'")
    for word in name.lower().split():
        message = re.sub(rf"\b{re.escape(word)}\b", "", message)
    return bool(_POLITE.match(message))
