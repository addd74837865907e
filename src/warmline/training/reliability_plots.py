"""
Draws how far a probability can be believed: small panels, one per head, as an SVG of a few kB.

Drawn by hand, as the desk's plots are: hairlines, one ink, the finding in the title. A dot on the
line was as often true as it was said; below the line the reader was too sure. The size of a dot is
how often that was said. The numbers stand in `card.json`.
"""

from collections.abc import Mapping, Sequence
from html import escape

Bins = Sequence[Sequence[float]]
"""(mean said, mean found, how many) of each bin."""

SIDE, GAP, TOP, LEFT = 150, 40, 62, 44
PANELS_PER_ROW = 4
LARGEST, SMALLEST = 9.0, 1.5
"""Radii in pixels; the area of a dot follows the count."""
GOOD = 0.05
"""The bar of the design for the expected calibration error."""
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#23211E}.q{fill:#6B645B}.t{font-size:15px}"
    ".h{stroke:#E6DFD5;fill:none}.d{fill:#A9481F;fill-opacity:.75}.g{fill:#FBF9F6}"
    "@media(prefers-color-scheme:dark){text{fill:#EDE8E1}.q{fill:#A79F94}.h{stroke:#38332E}"
    ".d{fill:#EE9A6C}.g{fill:#1B1917}}"
)


def reliability_svg(language: str, panels: Mapping[str, tuple[Bins, float]]) -> str:
    """
    Draw one panel per head.

    Args:
        language: for the title.
        panels: head to its bins and its expected calibration error.
    """
    rows = -(-len(panels) // PANELS_PER_ROW)
    width = LEFT + PANELS_PER_ROW * (SIDE + GAP)
    height = TOP + rows * (SIDE + 2 * GAP)
    title = finding(language, {head: error for head, (_, error) in panels.items()})
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        f"<title>{escape(title)}</title><style>{STYLE}</style>",
        f'<rect class="g" width="{width}" height="{height}"/>',
        f'<text class="t" x="{LEFT}" y="24">{escape(title)}</text>',
        f'<text class="q" x="{LEFT}" y="42">across: probability said;'
        " up: share that was true; size of a dot: how often</text>",
    ]
    for number, (head, (bins, error)) in enumerate(panels.items()):
        row, column = divmod(number, PANELS_PER_ROW)
        x, y = LEFT + column * (SIDE + GAP), TOP + row * (SIDE + 2 * GAP) + GAP // 2
        parts.append(_panel(f"{head}, error {error:.3f}", bins, x, y))
    return "\n".join([*parts, "</svg>", ""])


def finding(language: str, errors: Mapping[str, float]) -> str:
    """Say what the plot shows."""
    poor = [head for head, error in errors.items() if error > GOOD]
    if not poor:
        return f"{language}: what is said comes true as often as said, in every head"
    return f"{language}: least to be believed in " + ", ".join(poor)


def _panel(name: str, bins: Bins, x: int, y: int) -> str:
    most = max((count for _, _, count in bins), default=1)
    dots = "".join(
        f'<circle class="d" cx="{x + said * SIDE:.1f}" cy="{y + (1 - found) * SIDE:.1f}"'
        f' r="{radius(count, most):.1f}"><title>said {said:.2f}, true {found:.2f}, {count:.0f}'
        " times</title></circle>"
        for said, found, count in bins
    )
    return (
        f'<text x="{x}" y="{y - 6}">{escape(name)}</text>'
        f'<path class="h" d="M{x} {y}v{SIDE}h{SIDE}v-{SIDE}zM{x} {y + SIDE}L{x + SIDE} {y}"/>'
        f'<text class="q" x="{x - 4}" y="{y + 10}" text-anchor="end">1</text>'
        f'<text class="q" x="{x - 4}" y="{y + SIDE}" text-anchor="end">0</text>'
        f'<text class="q" x="{x + SIDE}" y="{y + SIDE + 14}" text-anchor="end">1</text>{dots}'
    )


def radius(count: float, most: float) -> float:
    """Give a radius in pixels whose square follows the count."""
    return max(SMALLEST, LARGEST * (count / most) ** 0.5)
