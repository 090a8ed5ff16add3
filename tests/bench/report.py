"""The figures as a table on the screen and as JSON."""

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

from tests.bench.bars import bars

COLUMNS = (
    ("x (c)", "ratio", "{:.2f}"),
    ("x (c) at 8", "ratio_at_8", "{:.2f}"),
    ("median ms", "median_ms", "{:.1f}"),
    ("p95 ms", "p95_ms", "{:.1f}"),
    ("first ms", "first_ms", "{:.0f}"),
    ("at 8: /s", "per_second_at_8", "{:.0f}"),
    ("queries", "queries", "{}"),
    ("kB raw", "bytes_raw", "{:.1f}"),
    ("kB sent", "bytes_sent", "{:.1f}"),
)
WIDTH = 22


def machine() -> dict[str, Any]:
    """When and on what the figures were made."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "load_before": [round(load, 2) for load in os.getloadavg()],
        "python": platform.python_version(),
        "django": django.get_version(),
    }


def cell(figures: dict[str, Any], key: str, pattern: str) -> str:
    """One figure as text; cold and warm queries as ``9, 2`` when they differ."""
    value = figures[key]
    if key == "queries":
        return ", ".join(str(number) for number in dict.fromkeys(value)) or "-"
    return pattern.format(value / 1000 if key.startswith("bytes") else value)


def table(result: dict[str, Any]) -> str:
    """The figures of one engine and size."""
    shares = " and ".join(f"“{word}” finds {share:g} %" for word, share in result["facts"]["shares"].items())
    lines = [f"\n{result['engine']}, {result['actors']} actors; {shares}", f"{'':<{WIDTH}}"]
    lines[1] += "".join(f"{title:>12}" for title, _key, _pattern in COLUMNS)
    for figures in result["pages"]:
        cells = [cell(figures, key, pattern) for _title, key, pattern in COLUMNS]
        lines.append(f"{figures['page']:<{WIDTH}}" + "".join(f"{text:>12}" for text in cells))
    told = result["suggestions"]
    lines.append(
        f"  suggestions for one actor: {told['median_ms']:.1f} ms ({told['ratio']:.2f} x (c)), "
        f"p95 {told['p95_ms']:.1f} ms, {told['queries']} queries"
    )
    for name in ("portal", "floor"):
        server = result[name]
        lines.append(
            f"  {name}: first answer after {server['start_s']:.1f} s; "
            f"largest worker {server['rss']:.0f} MB resident, {server['pss']:.0f} MB its fair share"
        )
    filled = result["portal_with_measures"]
    lines.append(
        f"  portal after the pages of {filled['measures']} measures: largest worker {filled['rss']:.0f} MB resident, "
        f"{filled['pss']:.0f} MB its fair share"
    )
    return "\n".join(lines)


def growth(results: list[dict[str, Any]]) -> str:
    """How much slower each page is with the most actors than with the fewest, and whether queries stay equal."""
    lines = []
    for engine in dict.fromkeys(result["engine"] for result in results):
        sizes = sorted(
            (result for result in results if result["engine"] == engine), key=lambda entry: entry["actors"]
        )
        small, large = sizes[0], sizes[-1]
        if small is large:
            continue
        lines.append(f"\n{engine}: {large['actors']} against {small['actors']} actors")
        for before, after in zip(small["pages"], large["pages"], strict=True):
            same = "same queries" if before["queries"] == after["queries"] else "QUERIES DIFFER"
            times = after["median_ms"] / before["median_ms"]
            lines.append(f"{after['page']:<{WIDTH}}{times:>12.2f} x   {same if after['queries'] else ''}")
    return "\n".join(lines)


def save(path: Path, results: list[dict[str, Any]], seen: dict[str, Any]) -> None:
    """Writes all figures."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"machine": seen, "results": results}, indent=2) + "\n", encoding="utf-8")


def markdown(results: list[dict[str, Any]]) -> str:
    """The figures as the tables of docs/bench.md, so that nobody types them."""
    heads = [f"{result['engine']} {result['actors']}" for result in results]
    pages = [page["page"] for page in results[0]["pages"]]
    parts = [
        "Times the list (c), one connection (median):",
        row("", *heads),
        row("---", *["---:"] * len(heads)),
    ]
    by_page = [{page["page"]: page for page in result["pages"]} for result in results]
    parts += [row(name, *[f"{each[name]['ratio']:.2f}" for each in by_page]) for name in pages]
    parts += [
        "",
        "Median / p95 in milliseconds at one connection; answers per second at eight:",
        row("", *heads),
    ]
    parts.append(row("---", *["---:"] * len(heads)))
    for name in pages:
        figures = [each[name] for each in by_page]
        cells = [f"{f['median_ms']:.1f} / {f['p95_ms']:.1f}; {f['per_second_at_8']:.0f}" for f in figures]
        parts.append(row(name, *cells))
    parts += whole_portal(results)
    parts += ["", "Queries and kilobytes (with the last of the columns above):"]
    parts += [row("", "queries", "kB", "kB sent"), row("---", "---:", "---:", "---:")]
    for name in pages:
        figures = by_page[-1][name]
        queries = cell(figures, "queries", "{}")
        parts.append(
            row(name, queries, *[f"{figures[key] / 1000:.1f}" for key in ("bytes_raw", "bytes_sent")])
        )
    parts += ["", "The bars:", row("", "reached", "at most", ""), row("---", "---:", "---:", "---")]
    parts += [
        row(bar.name, f"{bar.value:g}", f"{bar.most:g}", "met" if bar.met else "**not met**")
        for bar in bars(results)
    ]
    return "\n".join(parts)


def whole_portal(results: list[dict[str, Any]]) -> list[str]:
    """Rows about the portal as a whole: suggestions, its start, its memory, and saved searches."""
    starts = [f"{result['portal']['start_s']:.1f}" for result in results]
    memory = [f"{result['portal']['rss']:.0f} ({result['portal']['pss']:.0f})" for result in results]
    matched = [
        f"{result['suggestions']['median_ms']} / {result['suggestions']['p95_ms']}" for result in results
    ]
    filled = [result["portal_with_measures"] for result in results]
    parts = [
        row("suggestions for one actor, ms", *matched),
        row("start to first answer, s", *starts),
        row("largest worker, MB (fair share)", *memory),
        row("the same after 5000 measures", *[f"{one['rss']:.0f} ({one['pss']:.0f})" for one in filled]),
    ]
    for name in ("quiet", "no_news", "one_new_actor"):
        figures = [result["alerts"][name] for result in results]
        parts.append(
            row(
                f"saved searches, {name}, ms; queries",
                *[f"{f['milliseconds']}; {f['queries']}" for f in figures],
            )
        )
    return parts


def row(*cells: str) -> str:
    """A row of a table in Markdown."""
    return f"| {' | '.join(cells)} |"
