"""
The command `python -m warmline.training SETS --out FOLDER`: makes the reader's artefact.
"""

import argparse
from pathlib import Path

from warmline.training.pipeline import DEFAULT_STAGES, Order, run


def main() -> None:
    """Read the command line and run the stages."""
    parser = argparse.ArgumentParser(prog="python -m warmline.training", description=__doc__)
    parser.add_argument("sets", type=Path, help="folder of the labelled sets")
    parser.add_argument("--out", type=Path, default=Path("src/warmline/reading/artefact"))
    parser.add_argument("--lines", type=Path, default=Path("lines"), help="our own lines")
    parser.add_argument("--work", type=Path, default=Path("var/training"), help="for checkpoints")
    parser.add_argument("--first-steps", type=int, default=Order.first_steps)
    parser.add_argument("--second-steps", type=int, default=Order.second_steps)
    parser.add_argument("--renew-steps", type=int, default=Order.renew_steps)
    parser.add_argument("--fresh", default="", help="for a renewal: topics of new lines")
    parser.add_argument("--most-minutes", type=float, default=float("inf"), help="for each stage")
    parser.add_argument("--without", choices=["epitome"], action="append", default=[])
    parser.add_argument("--stages", default=",".join(DEFAULT_STAGES), help="which stages to run")
    given = parser.parse_args()
    order = Order(
        sets=given.sets,
        lines=given.lines,
        work=given.work,
        out=given.out,
        first_steps=given.first_steps,
        second_steps=given.second_steps,
        renew_steps=given.renew_steps,
        fresh=frozenset(given.fresh.split(",")) - {""},
        most_seconds=60.0 * given.most_minutes,
        with_empathy="epitome" not in given.without,
    )
    run(order, tuple(given.stages.split(",")))


if __name__ == "__main__":
    main()
