"""What comes over the wire: a request's JSON body as a checked value."""

from typing import TypeVar

from flask import request
from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)


class InvalidBodyError(Exception):
    """A body is not what the route takes; ``place`` and ``why`` say where and what."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"{place}: {why}")
        self.place = place
        self.why = why


def body_as(model: type[Model]) -> Model:
    """Read the body to its end and check it.

    Call it before the first look at the database: a slow line must not hold a lock.

    Raises:
        InvalidBodyError: the body is no JSON or not of this form.
    """
    try:
        return model.model_validate_json(request.get_data())
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise InvalidBodyError(place, first["msg"]) from error
