"""Run the command line with `python -m partygrade`."""

import sys

from partygrade.cli import main

if __name__ == "__main__":
    sys.exit(main())
