from tests.support.mail import postman
from tests.support.queue_fixtures import install, prepared_weights, valkey

__all__ = ["install", "postman", "prepared_weights", "valkey"]
