"""`python -m benchmarks NAME …`: runs benchmarks/NAME.py, which prints one JSON line per figure."""

import importlib
import pkgutil
import sys
from pathlib import Path


def names() -> list[str]:
    """Return the benchmarks there are: every module of this folder but this one."""
    found = pkgutil.iter_modules([str(Path(__file__).parent)])
    return sorted(
        module.name.replace("_", "-") for module in found if not module.name.startswith("_")
    )


def main(argv: list[str]) -> None:
    """Run the benchmark named first, with the arguments that follow it."""
    if not argv or argv[0] not in names():
        raise SystemExit(f"usage: python -m benchmarks {{{','.join(names())}}} …")
    importlib.import_module(f"benchmarks.{argv[0].replace('-', '_')}").main(argv[1:])


if __name__ == "__main__":
    main(sys.argv[1:])
