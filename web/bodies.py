"""JSON request bodies as validated models."""

from typing import Any, TypeVar

from flask import request
from pydantic import BaseModel, ValidationError

from web.errors import RequestError

Model = TypeVar("Model", bound=BaseModel)


class InvalidBodyError(RequestError):
    """The body does not match the route's model; ``place`` and ``why`` say where and what."""

    status = 422
    code = "invalid"

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"{place}: {why}")
        self.place = place
        self.why = why

    @property
    def details(self) -> dict[str, Any]:
        """Where the body is wrong, and why."""
        return {"where": self.place, "why": self.why}


def body_as(model: type[Model]) -> Model:
    """Read the whole body and validate it.

    Call it before the first query: a slow connection must not hold a database lock.

    Raises:
        InvalidBodyError: the body is not JSON or does not match the model.
    """
    try:
        return model.model_validate_json(request.get_data())
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise InvalidBodyError(place, first["msg"]) from error
