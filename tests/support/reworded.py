"""Words of pages that have changed since the database was kept whose pages must stay."""

from collections.abc import Mapping

REWORDED: Mapping[str, str] = {
    "These signals change no": "These flags change no",
    "Signals for review": "Flags for review",
    "Nobody has been asked this in a scored fixed form yet.": (
        "No applicant has been asked this in a scored fixed test yet."
    ),
    "of the fixed form": "of the fixed test",
    "Topic, level, form": "Topic, level, type",
    "Level all A2 B1 B2 C1 Form all": "Level all A2 B1 B2 C1 Question type all",
    "Signals never change a score": "Flags never change a score",
    "no signals, no ratings": "no flags, no ratings",
    "Own copy": "Results copy",
    "the own copy of the results": "the results copy",
    "The standard error of one e-mail is not known.": (
        "It rests on one e-mail, so its standard error is provisional."
    ),
    "of 100 runs of five words in common": "of 100 words or runs of words in common",
    "One exercise; its standard error is not known.": (
        "It rests on one exercise, so its standard error is provisional."
    ),
    " own words, and 40 are needed": " own English words, and 40 are needed",
    " own words; it is a minority": " own English words; it is a minority",
    " miss was due here": " point was due here",
    " misses were due here": " points were due here",
}
"""Words of the pages that were changed on purpose: the words then, the words now."""

REDONE = "/trainers/scenarios"
"""The pages under this address were built anew, with the place where a scenario is drawn and the
desk in fields: they are only opened."""
