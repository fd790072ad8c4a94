"""Do the processes answer."""

from __future__ import annotations

from undertone.supervise.doctor.finding import Finding
from undertone.supervise.home import running
from undertone.supervise.ports import LOOPBACK, http_answers
from undertone.supervise.settings import Settings


async def findings(settings: Settings) -> list[Finding]:
    """One line for the supervisor and one for each process with an address."""
    pid = running(settings.home)
    supervisor = (
        Finding.good("supervisor", f"runs as process {pid}")
        if pid
        else Finding.wrong("supervisor", "does not run", "run `make run`")
    )
    return [supervisor, *[await _answers(*each) for each in addresses(settings).items()]]


def addresses(settings: Settings) -> dict[str, str]:
    """Where each process says that it is well."""
    known = {
        "rasa": f"{settings.rasa_address}/webhooks/turn/",
        "console": f"http://{LOOPBACK}:{settings.console_port}/health/",
    }
    if not settings.rasa_url:
        known["actions"] = f"http://{LOOPBACK}:{settings.actions_port}/health"
    if settings.sandbox:
        known["sandbox"] = f"{settings.phone_address}/sandbox/health"
    return known


async def _answers(subject: str, url: str) -> Finding:
    if await http_answers(url):
        return Finding.good(subject, f"answers at {url}")
    return Finding.wrong(subject, f"no answer at {url}", "run `make run` and look at its lines")
