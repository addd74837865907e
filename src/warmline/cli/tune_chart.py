"""The curve of a tuning as one page: what is gained and what it costs, for each cost of a miss."""

from collections.abc import Callable, Sequence
from html import escape
from math import log10

from warmline.outcomes.tuning import FOLDS, Point, Tuned

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 260, 56, 120, 16, 40

STYLE = """
:root { color-scheme: light dark; --ground: #FBF9F6; --ink: #23211E; --quiet: #6B645B;
  --hair: #E6DFD5; --ember: #A9481F; --teal: #2B6862 }
@media (prefers-color-scheme: dark) { :root { --ground: #1B1917; --ink: #EDE8E1; --quiet: #A79F94;
  --hair: #38332E; --ember: #EE9A6C; --teal: #7DBDB5 } }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; background: var(--ground);
  color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "PingFang SC",
  "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; font-variant-numeric: tabular-nums }
h1 { font-size: 21px; line-height: 1.3 } h2 { font-size: 17px; margin-top: 2rem }
svg { width: 100%; height: auto } text { font-size: 13px; fill: var(--quiet) }
.guide { stroke: var(--hair) } .line { fill: none; stroke-width: 2 }
.recall { stroke: var(--ember); fill: var(--ember) } .line.recall, .line.precision { fill: none }
.precision { stroke: var(--teal); fill: var(--teal) } text.recall, text.precision { stroke: none }
.chosen { stroke: var(--ink); stroke-dasharray: 3 3 }
table { border-collapse: collapse } th, td { padding: 4px 16px 4px 0; text-align: right;
  border-bottom: 1px solid var(--hair) } th { color: var(--quiet); font-weight: 500 }
p { color: var(--quiet) }
"""

Figure = Callable[[Point], float]


def chart(tuned: Tuned, miss_cost: float) -> str:
    """
    The page, in English and Chinese, with nothing to fetch.

    Args:
        tuned: with its curve.
        miss_cost: the one that was chosen.
    """
    aside, before = tuned.kept_aside, tuned.before
    finding = (
        f"A miss at {miss_cost:g} needless hand-offs: {_percent(aside.recall)} of those who need "
        f"a person are called one, {aside.hand_offs_per_100:.0f} hand-offs per 100 turns "
        f"(before: {_percent(before.recall)}, {before.hand_offs_per_100:.0f})"
    )
    in_chinese = (
        f"漏掉一次按 {miss_cost:g} 次不必要的转人工计："
        f"需要真人的，{_percent(aside.recall)} 转了人工；"
        f"每 100 句转 {aside.hand_offs_per_100:.0f} 次（原来 {_percent(before.recall)}、"
        f"{before.hand_offs_per_100:.0f} 次）"
    )
    how = (
        f"Each point is measured on labels kept aside in {FOLDS} folds. "
        f"每个点都在未参与拟合的标注上测得（{FOLDS} 折）。"
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Warmline tune</title><style>{STYLE}</style></head><body>"
        f"<h1>{escape(finding)}</h1><h2 lang='zh-Hans'>{escape(in_chinese)}</h2>"
        f"{_plot(tuned.curve, miss_cost)}{_table(tuned)}<p>{escape(how)}</p></body></html>\n"
    )


def _plot(curve: Sequence[Point], miss_cost: float) -> str:
    def x_of(cost: float) -> float:
        low, high = log10(curve[0].miss_cost), log10(curve[-1].miss_cost)
        return LEFT + (WIDTH - LEFT - RIGHT) * (log10(cost) - low) / max(1e-9, high - low)

    def y_of(share: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - share)

    parts = [f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="recall, precision">']
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = y_of(share)
        parts.append(f'<line class="guide" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{share:.0%}</text>')
    for point in curve:
        x, y = x_of(point.miss_cost), HEIGHT - BOTTOM + 18
        parts.append(f'<text x="{x:.1f}" y="{y}" text-anchor="middle">{point.miss_cost:g}</text>')
    x = x_of(miss_cost)
    end = HEIGHT - BOTTOM
    parts.append(f'<line class="chosen" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{end}"/>')
    parts.append(
        f'<text x="{LEFT}" y="{HEIGHT - 4}">cost of a miss, in needless hand-offs '
        "· 漏掉一次相当于几次不必要的转人工</text>"
    )
    for name, said, figure in (
        ("recall", "called · 已转", lambda point: point.scored.recall or 0.0),
        ("precision", "rightly · 转对", lambda point: point.scored.precision or 0.0),
    ):
        parts += _line(curve, name, said, figure, x_of=x_of, y_of=y_of)
    return "".join([*parts, "</svg>"])


def _line(
    curve: Sequence[Point],
    name: str,
    said: str,
    figure: Figure,
    *,
    x_of: Callable[[float], float],
    y_of: Callable[[float], float],
) -> list[str]:
    places = [(x_of(point.miss_cost), y_of(figure(point)), figure(point)) for point in curve]
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in places)
    dots = [
        f'<circle class="{name}" cx="{x:.1f}" cy="{y:.1f}" r="3.5">'
        f"<title>{name} {share:.3f}</title></circle>"
        for x, y, share in places
    ]
    # Where both lines end close together, their names keep apart: recall above, precision below.
    x, y, _ = places[-1]
    shift = -4 if name == "recall" else 14
    label = f'<text class="{name}" x="{x + 10:.1f}" y="{y + shift:.1f}">{escape(said)}</text>'
    return [f'<polyline class="line {name}" points="{way}"/>', *dots, label]


def _table(tuned: Tuned) -> str:
    rows = [("before · 原来", tuned.before)]
    rows += [(f"{point.miss_cost:g}", point.scored) for point in tuned.curve]
    cells = "".join(
        f"<tr><th scope='row'>{escape(name)}</th><td>{_percent(one.precision)}</td>"
        f"<td>{_percent(one.recall)}</td><td>{one.hand_offs_per_100:.1f}</td>"
        f"<td>{one.needed - one.met}</td><td>{one.needless}</td></tr>"
        for name, one in rows
    )
    heads = ("cost", "precision", "recall", "hand-offs per 100", "missed", "needless")
    head = "".join(f"<th scope='col'>{name}</th>" for name in heads)
    return f"<details open><summary>Figures · 数据</summary><table><tr>{head}</tr>{cells}</table></details>"  # noqa: E501 - one element


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"
