"""What the browser may say about an inbox sitting."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from assessments.contract.assessment import EventData

Name = Annotated[str, Field(max_length=60)]


class Ordered(EventData):
    """The order as it stands now, the first to be answered first; the last one counts."""

    item: Name
    order: tuple[Name, ...] = Field(min_length=2, max_length=12)


EVENTS: Mapping[str, type[EventData]] = {"ordered": Ordered}
