import pytest

# A failed assertion in support code shows its values, as one in a test does.
pytest.register_assert_rewrite("tests.support")
