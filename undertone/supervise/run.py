"""``undertone run``: check, prepare, start everything, say where it is, wait, stop everything."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from undertone.environment import ROOT, BadSetting, load_dotenv
from undertone.supervise import announce, first_start, services, settings, valkey
from undertone.supervise.console_commands import CommandFailed
from undertone.supervise.home import AlreadyRunning, held
from undertone.supervise.output import Output
from undertone.supervise.ports import PortInUse, must_be_free
from undertone.supervise.supervisor import Stage, StartFailed, Supervisor

FAILURES = (
    AlreadyRunning,
    BadSetting,
    PortInUse,
    StartFailed,
    CommandFailed,
    valkey.NoServer,
)
"""What can be wrong at the start; each says what to do about it."""


class NotSetUp(Exception):
    """Something that ``make setup`` makes is missing."""


def run(output: Output) -> int:
    """Run everything until SIGINT, SIGTERM or SIGHUP; exit status 1 where the start failed."""
    try:
        load_dotenv()
        return _run(settings.read(), dict(os.environ), output)
    except (*FAILURES, NotSetUp) as error:
        output.say(f"undertone: {error}")
        return 1


def _run(chosen: settings.Settings, variables: Mapping[str, str], output: Output) -> int:
    began = time.monotonic()
    keep_private()
    must_be_set_up(chosen)
    first_start.make_folders(chosen)
    with held(chosen.home):
        must_be_free(chosen.ports())
        server = None
        if not chosen.redis_url:
            server = valkey.local(chosen.home, chosen.valkey_port)
        redis_url = server.url if server else chosen.redis_url
        environment = services.console_environment(chosen, variables, redis_url)
        output.say("Preparing keys and the console's database …")
        sign_in = first_start.prepare(chosen, environment, output)
        stages = services.stages(chosen, variables, server)
        output.say("Starting " + ", ".join(service.name for stage in stages for service in stage))

        def up() -> None:
            announce.running(output, chosen, sign_in, time.monotonic() - began)

        return asyncio.run(serve(stages, output, up))


def keep_private() -> None:
    """New files are this user's only, and no process leaves its memory on disk when it crashes."""
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def must_be_set_up(chosen: settings.Settings, root: Path = ROOT) -> None:
    """Raise ``NotSetUp`` where an environment, the model or the console's assets are missing."""
    needed = {root / "console" / "static" / "build": "the console's assets"}
    if not chosen.rasa_url:
        needed |= {
            root / "dialogue" / ".venv": "Rasa's environment",
            root / "models": "the trained model",
        }
    missing = [what for place, what in needed.items() if not place.exists()]
    if missing:
        raise NotSetUp(f"{' and '.join(missing)} missing: run `make setup` first")


async def serve(stages: Sequence[Stage], output: Output, up: Callable[[], None]) -> int:
    """Start the stages, call ``up``, wait for a signal, stop. Raises ``StartFailed``."""
    supervisor = Supervisor(stages, output)
    asked = asyncio.Event()
    _listen(asked, supervisor, output)
    starting = asyncio.create_task(supervisor.start())
    waiting = asyncio.create_task(asked.wait())
    try:
        await asyncio.wait({starting, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            starting.result()
            up()
            await waiting
    finally:
        for task in (starting, waiting):
            task.cancel()
        await asyncio.gather(starting, waiting, return_exceptions=True)
        output.say("Stopping …")
        await supervisor.stop()
        output.say("Stopped.")
    return 0


def _listen(asked: asyncio.Event, supervisor: Supervisor, output: Output) -> None:
    def stop() -> None:
        if asked.is_set():
            output.say("Asked twice: ending everything at once.")
            supervisor.kill()
        asked.set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number is signal.SIGHUP and signal.getsignal(number) is signal.SIG_IGN:
            continue  # started with nohup
        loop.add_signal_handler(number, stop)
