"""The events of a writing sitting that the browser may report."""

from collections.abc import Mapping

from assessments.contract.assessment import EventData
from assessments.contract.written import Pasted, Written

EVENTS: Mapping[str, type[EventData]] = {"text_written": Written, "text_pasted": Pasted}
