from tests.support.queue_fixtures import install, prepared_weights, valkey

__all__ = ["install", "prepared_weights", "valkey"]
