"""The results as a table that people read, and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from undertone.environment import ROOT

FOLDER = ROOT / "bench" / "results"
THREE_TIMES = 3

Results = dict[str, Any]
Row = tuple[str, ...]


def write(results: Results) -> str:
    """Write ``latest.json`` and ``latest.md``; the Markdown."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    text = markdown(results)
    _replace(FOLDER / "latest.json", json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    _replace(FOLDER / "latest.md", text)
    return text


def markdown(results: Results) -> str:
    """All tables."""
    parts = [_head(results), _comparison(results), _exits(results), _turn(results), _rest(results)]
    parts += [_failures(results)]
    return "\n".join(part for part in parts if part)


def _head(results: Results) -> str:
    machine = results["machine"]
    return (
        f"# Benchmark of {machine['at']}\n\n"
        f"{machine['cores']} cores ({machine['processor']}), Python {machine['python']}, load "
        f"{machine['load_at_the_start']:.1f} before and {machine['load_at_the_end']:.1f} at the "
        f"end, {machine['seconds']} s. How it is measured: docs/benchmark.md.\n"
    )


def _comparison(results: Results) -> str:
    reply, rate = _of(results, "reply_time"), _of(results, "throughput")
    memory, start = _of(results, "memory"), _of(results, "start")
    rows: list[Row] = []
    if reply:
        ours, stock = reply["ours"], reply["stock"]
        rows += [
            _judged("reply time p50, ms", ours["p50_ms"], stock["p50_ms"], "not above", 1),
            _judged("reply time p99, ms", ours["p99_ms"], stock["p99_ms"], "", 1),
        ]
    if rate:
        name = f"messages a second, {rate['chats']} chats"
        ours, stock = rate["ours_per_second"], rate["stock_per_second"]
        rows.append(_judged(name, ours, stock, "three times", 1 / THREE_TIMES, more=True))
    if memory:
        ours, stock = memory["ours_mb"], memory["stock_mb"]
        rows.append(_judged("memory after load, MB", ours, stock, "below", 1))
        rows.append(("… with the sandbox", f"{memory['ours_with_sandbox_mb']}", "", "", ""))
    if start:
        rows.append(_judged("start, s", start["ours_start_s"], start["stock_start_s"], "", 1))
        rows.append(("first start ever, s", f"{start['ours_first_start_s']}", "", "", ""))
    return "## Against stock Rasa\n\n" + _table(
        ("", "Undertone, all processes", "stock Rasa, server alone", "aim", "met"), rows
    )


def _judged(
    name: str, ours: float, stock: float, aim: str, factor: float, *, more: bool = False
) -> Row:
    met = ours * factor >= stock if more else ours <= stock * factor
    return (name, f"{ours}", f"{stock}", aim, ("yes" if met else "NO") if aim else "")


def _exits(results: Results) -> str:
    rows: list[Row] = []
    for name, part in results.items():
        if name.startswith("exit_") and "exits" in part:
            rows.append(
                (
                    _exit_name(name, part),
                    f"{part['exits']}",
                    _pair(part["key_destroyed"]),
                    _pair(part["first_delete"]),
                    f"{part['without_key'] + part['without_delete']}",
                )
            )
    head = ("", "exits", "key destroyed p50 / p99, ms", "first delete p50 / p99, ms", "missing")
    return "## Exit (aims: key 100 ms, first delete 1 s, both p99)\n\n" + _table(head, rows)


def _exit_name(name: str, part: Results) -> str:
    if name.startswith("exit_in_a_flood"):
        return f"{part['chats']} chats, 429 on every send and edit"
    pause = f"{part['pause_s']:g} s between messages" if part["pause_s"] else "without pause"
    dead = ", Rasa dead" if name.startswith("exit_without_rasa") else ""
    return f"{part['chats']} chats talking {pause}{dead}"


def _pair(figures: Results) -> str:
    return f"{figures['p50_ms']} / {figures['p99_ms']}"


def _turn(results: Results) -> str:
    turn = _of(results, "turn")
    if not turn:
        return ""
    rows: list[Row] = [(name, f"{value}") for name, value in turn["median_ms"].items()]
    return "## Where the time of one of our turns goes (medians)\n\n" + _table(("", "ms"), rows)


def _rest(results: Results) -> str:
    rows: list[Row] = []
    cpu = _of(results, "throughput").get("cpu_ms_per_message", {})
    rows += [(f"CPU a message, {name}, ms", f"{value}") for name, value in cpu.items()]
    each = _of(results, "memory").get("processes_mb", {})
    rows += [(f"memory of {name}, MB", f"{value}") for name, value in each.items()]
    limits = _of(results, "production_limits")
    if limits:
        rows.append(("messages a second with the default limits", f"{limits['per_second']}"))
    kernels = _of(results, "kernels")
    names = {
        "guard_texts_per_second": "guard, texts a second and core",
        "typed_lines_per_second": "guard and drift, officers' lines a second and core",
        "exit_words_per_second": "exit word, messages a second and core",
        "sealing_ms": "sealing, ms",
    }
    for key, name in names.items():
        rows += [(f"{name}, {which}", f"{value}") for which, value in kernels.get(key, {}).items()]
    return "## The rest\n\n" + _table(("", ""), rows) + _understanding(results)


def _understanding(results: Results) -> str:
    found = _of(results, "understanding")
    if not found:
        return ""
    sides = list(found)
    names = {
        "train_seconds": "training, s",
        "model_mb": "model, MB",
        "ms_per_message": "a message, ms of processor time",
        "memory_mb": "memory at its highest, training included, MB",
        "accuracy": "accuracy on tests/nlu/unseen",
    }
    rows = [(name, *(f"{found[side][key]}" for side in sides)) for key, name in names.items()]
    return "\n## Understanding, the same examples\n\n" + _table(("", *sides), rows)


def _failures(results: Results) -> str:
    lines = [f"- {name}: {part['failed']}" for name, part in results.items() if "failed" in part]
    return "## Failed\n\n" + "\n".join(lines) + "\n" if lines else ""


def _of(results: Results, name: str) -> Results:
    """A part that did not fail, else nothing."""
    part: Results = results.get(name, {})
    return {} if "failed" in part else part


def _table(head: Row, rows: list[Row]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def _replace(file: Path, text: str) -> None:
    draft = file.with_suffix(file.suffix + ".tmp")
    draft.write_text(text, encoding="utf-8")
    draft.replace(file)
