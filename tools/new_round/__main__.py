"""python tools/new_round losses huber: see CONTRIBUTING.md, "A round"."""

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).parents[1])  # the folder tools, in which new_round is a package

if __name__ == "__main__":
    from new_round.command import main

    if len(sys.argv) != 3:
        sys.exit("expected a lecture and a name: python tools/new_round losses huber")
    main(*sys.argv[1:])
