"""What processes cost: memory and processor time, of a process with all it started."""

from __future__ import annotations

import os
import socket
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_KB = 1024


def free_port() -> int:
    """A TCP port on loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def family(pid: int) -> list[int]:
    """``pid`` and every process that descends from it."""
    parents: dict[int, list[int]] = {}
    for place in Path("/proc").glob("[0-9]*"):
        fields = _stat(int(place.name))
        if fields:
            parents.setdefault(int(fields[1]), []).append(int(place.name))
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += parents.get(one, [])
    return found


def memory_mb(pid: int) -> float:
    """Memory of the whole family in MB: proportional set size, else resident set size."""
    return sum(own_memory_mb(one) for one in family(pid))


def own_memory_mb(pid: int) -> float:
    """Memory of one process in MB."""
    return _memory_kb(pid) / _KB


def measure_used() -> str:
    """Which measure ``memory_mb`` has on this machine."""
    return "PSS" if Path("/proc/self/smaps_rollup").exists() else "RSS"


def cpu_seconds(pid: int) -> float:
    """Processor time that the family has used so far."""
    return sum(_cpu(one) for one in family(pid))


def _cpu(pid: int) -> float:
    fields = _stat(pid)
    return (int(fields[11]) + int(fields[12])) / _TICKS if fields else 0.0


def _stat(pid: int) -> list[str]:
    """The fields of ``/proc/PID/stat`` from the state on; empty where the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _memory_kb(pid: int) -> int:
    for name, field in (("smaps_rollup", "Pss:"), ("status", "VmRSS:")):
        try:
            lines = Path(f"/proc/{pid}/{name}").read_text().splitlines()
        except OSError:
            continue
        for line in lines:
            if line.startswith(field):
                return int(line.split()[1])
    return 0
