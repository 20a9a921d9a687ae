"""``python -m launch``: start this installation from the command line and stop it with Ctrl-C."""

import os
import sys

from pydantic import ValidationError

from config import Settings
from launch.queue_server import NoQueueServerError
from launch.start import LaunchError, launch


def main() -> int:
    """Start Handa with the settings of the environment; return the exit status.

    A setting that is wrong, or a start that fails, gives one line for each problem and status 1.
    """
    # The instance folder holds voices, scores and keys: only this user may read it.
    os.umask(0o077)
    try:
        return launch(Settings())
    except ValidationError as error:
        for problem in error.errors():
            name = ".".join(str(part) for part in problem["loc"]).upper()
            print(f"handa: {name}: {problem['msg']}", file=sys.stderr)
    except (LaunchError, NoQueueServerError) as error:
        print(f"handa: {error}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
