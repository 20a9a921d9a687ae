"""What the browser may say about an e-mail sitting."""

from collections.abc import Mapping

from assessments.base import EventData
from assessments.written import Pasted, Written

EVENTS: Mapping[str, type[EventData]] = {"written": Written, "pasted_text": Pasted}
