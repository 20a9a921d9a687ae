"""The events of an e-mail sitting that the browser may report."""

from collections.abc import Mapping

from assessments.contract.assessment import EventData
from assessments.contract.written import Pasted, Written

EVENTS: Mapping[str, type[EventData]] = {"written": Written, "pasted_text": Pasted}
