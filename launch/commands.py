"""``python -m launch.commands db upgrade --then demo seed``: several commands in one process.

Loading the app takes far longer than most of its commands; a start should pay for it once.
"""

import sys

from click import ClickException
from flask.cli import FlaskGroup

THEN = "--then"


def parts(words: list[str]) -> list[list[str]]:
    """Cut a command line at every ``--then``."""
    found: list[list[str]] = [[]]
    for word in words:
        if word == THEN:
            found.append([])
        else:
            found[-1].append(word)
    return found


def main(words: list[str]) -> int:
    """Run the commands in turn and stop at the first that fails; return its exit status."""
    for command in parts(words):
        try:
            FlaskGroup(name="flask").main(["--app", "app", *command], standalone_mode=False)
        except ClickException as error:
            error.show()
            return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
