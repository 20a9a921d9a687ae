from tests.support.mail import postman

__all__ = ["postman"]
