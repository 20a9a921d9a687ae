"""What the browser may say about a sitting of the writing task."""

from collections.abc import Mapping

from assessments.base import EventData
from assessments.written import Pasted, Written

EVENTS: Mapping[str, type[EventData]] = {"text_written": Written, "text_pasted": Pasted}
