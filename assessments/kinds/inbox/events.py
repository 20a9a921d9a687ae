"""The events of an inbox sitting that the browser may report."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from assessments.contract.assessment import EventData

Name = Annotated[str, Field(max_length=60)]


class Ordered(EventData):
    """The current order, the ticket to answer first in front; the last event counts."""

    item: Name
    order: tuple[Name, ...] = Field(min_length=2, max_length=12)


EVENTS: Mapping[str, type[EventData]] = {"ordered": Ordered}
