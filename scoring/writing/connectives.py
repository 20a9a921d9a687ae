"""Connectives by the relation that they express. Information, never points.

The number of relations in a text of 120 words does not predict its quality (r = .00 with human
scores of learner essays; writing.md 3.1), so it is counted and displayed but earns no points.
"""

import re

_RELATIONS = {
    "addition": "also|moreover|furthermore|in addition|besides|as well as|not only",
    "contrast": "but|however|although|though|even though|on the other hand|whereas|instead|despite|"
    "in spite of|yet|nevertheless|while",
    "cause": "because|since|so that|therefore|as a result|thus|due to|that is why|this is why|"
    "consequently|in order to",
    "condition": "if|unless|provided that|as long as|otherwise|in case",
    "time": "when|before|after|until|once|as soon as|meanwhile|then|next|finally|later|at first",
    "order": "first|firstly|second|secondly|third|thirdly|first of all|lastly|last",
    "example": "for example|for instance|such as|in particular|especially",
    "summing_up": "in conclusion|to sum up|overall|in short|all in all|to conclude",
}
RELATIONS = {
    name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in _RELATIONS.items()
}


def relations_in(text: str) -> dict[str, int]:
    """Return how often the text names each relation between ideas; the counts may be 0."""
    return {name: len(pattern.findall(text)) for name, pattern in RELATIONS.items()}
