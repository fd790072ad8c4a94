"""The supervisor with real processes: order, restarts, stopping."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from pathlib import Path

import pytest

from tests.supervise.conftest import Screen, alive, script
from undertone.supervise.supervisor import Pauses, StartFailed, Supervisor

pytestmark = pytest.mark.slow

STAYS = "import os, time\nos.write(1, b'pid %d\\n' % os.getpid())\ntime.sleep(600)"


def pids(screen: Screen, name: str) -> list[int]:
    """The process ids that a service has printed so far."""
    return [
        int(line.split()[-1])
        for line in screen.text.splitlines()
        if line.strip().startswith(f"{name} | pid ")
    ]


async def until(is_so: object, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.02)


async def test_a_stage_starts_only_when_the_one_before_answers(
    screen: Screen, tmp_path: Path
) -> None:
    mark = tmp_path / "first is ready"

    async def first_is_ready() -> bool:
        return mark.exists()

    first = script(
        "first",
        f"import time\ntime.sleep(.4)\nopen({str(mark)!r}, 'w').close()\ntime.sleep(600)",
        ready=first_is_ready,
    )
    second = script(
        "second", f"import os, time\nprint(os.path.exists({str(mark)!r}))\ntime.sleep(600)"
    )
    supervisor = Supervisor([[first], [second]], screen)
    await supervisor.start()
    await until(lambda: "second | True" in screen.text)
    await supervisor.stop()


async def test_a_killed_process_is_started_again_and_the_others_go_on(screen: Screen) -> None:
    supervisor = Supervisor([[script("one", STAYS), script("two", STAYS)]], screen)
    await supervisor.start()
    await until(lambda: pids(screen, "one") and pids(screen, "two"))
    os.kill(pids(screen, "one")[0], signal.SIGKILL)
    await until(lambda: len(pids(screen, "one")) == 2)
    assert alive(pids(screen, "two")[0])
    assert len(pids(screen, "two")) == 1
    assert "one | ended with status -9, starts again in 0.5 s" in screen.text
    await supervisor.stop()
    assert not [pid for name in ("one", "two") for pid in pids(screen, name) if alive(pid)]


async def test_stopping_goes_from_the_last_stage_to_the_first(screen: Screen) -> None:
    says_goodbye = (
        "import signal, sys, time\n"
        "signal.signal(signal.SIGTERM, lambda *_: (time.sleep(.2), print('bye'), sys.exit()))\n"
        "print('up')\ntime.sleep(600)"
    )
    names = ("first", "second", "third")
    supervisor = Supervisor([[script(name, says_goodbye)] for name in names], screen)
    await supervisor.start()
    await until(lambda: screen.text.count("| up") == 3)
    await supervisor.stop()
    goodbyes = [line.split("|")[0].strip() for line in screen.text.splitlines() if "bye" in line]
    assert goodbyes == ["third", "second", "first"]


async def test_a_process_that_ignores_the_signal_is_killed_with_all_it_started(
    screen: Screen,
) -> None:
    stubborn = (
        "import os, signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "os.fork()\nos.write(1, b'pid %d\\n' % os.getpid())\ntime.sleep(600)"
    )
    supervisor = Supervisor([[script("stubborn", stubborn, stop_seconds=0.3)]], screen)
    await supervisor.start()
    await until(lambda: len(pids(screen, "stubborn")) == 2)
    await supervisor.stop()
    await until(lambda: not any(alive(pid) for pid in pids(screen, "stubborn")))


async def test_a_process_that_ends_before_it_answers_stops_the_start(screen: Screen) -> None:
    async def never() -> bool:
        return False

    broken = script("broken", "print('no model here')\nraise SystemExit(3)", ready=never)
    supervisor = Supervisor([[broken, script("other", STAYS)]], screen)
    with pytest.raises(StartFailed, match="broken ended with status 3"):
        await supervisor.start()
    await supervisor.stop()
    assert "broken | no model here" in screen.text


async def test_a_process_that_never_answers_stops_the_start(screen: Screen) -> None:
    async def never() -> bool:
        return False

    supervisor = Supervisor([[script("mute", STAYS, ready=never, ready_seconds=0.3)]], screen)
    with pytest.raises(StartFailed, match="mute gave no answer"):
        await supervisor.start()
    await supervisor.stop()


async def test_a_program_that_is_not_there_is_a_clear_failure(screen: Screen) -> None:
    missing = script("missing", "")
    missing = type(missing)(name="missing", command=("/nowhere/program",), environment={})
    supervisor = Supervisor([[missing]], screen)
    with pytest.raises(StartFailed, match="missing: cannot start"):
        await supervisor.start()
    await supervisor.stop()


async def test_a_stop_during_the_pause_before_a_restart_starts_nothing(screen: Screen) -> None:
    supervisor = Supervisor([[script("one", STAYS)]], screen)
    await supervisor.start()
    await until(lambda: pids(screen, "one"))
    os.kill(pids(screen, "one")[0], signal.SIGKILL)
    await until(lambda: "starts again" in screen.text)
    await supervisor.stop()
    await asyncio.sleep(0.7)
    assert len(pids(screen, "one")) == 1


def test_pauses_double_up_to_half_a_minute_and_shorten_after_a_calm_time() -> None:
    now = 0.0
    pauses = Pauses(clock=lambda: now)
    seen = []
    for _ in range(8):
        pauses.starting()
        seen.append(pauses.after_the_end())
    assert seen == [0.5, 1, 2, 4, 8, 16, 30, 30]
    pauses.starting()
    now = 61.0
    assert pauses.after_the_end() == 0.5
