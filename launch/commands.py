"""Run several ``flask`` commands in one process, separated by ``--then``.

For example ``python -m launch.commands db upgrade --then demo seed``. Loading the app takes far
longer than most of its commands, so a start should load it only once.
"""

import sys

from click import ClickException
from flask.cli import FlaskGroup

THEN = "--then"


def parts(words: list[str]) -> list[list[str]]:
    """Split a command line at every ``--then``."""
    commands: list[list[str]] = [[]]
    for word in words:
        if word == THEN:
            commands.append([])
        else:
            commands[-1].append(word)
    return commands


def main(words: list[str]) -> int:
    """Run the commands in turn, stop at the first failure and return its exit status."""
    for command in parts(words):
        try:
            FlaskGroup(name="flask").main(["--app", "app", *command], standalone_mode=False)
        except ClickException as error:
            error.show()
            return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
