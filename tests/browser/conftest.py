"""Everything at once: `undertone run` on free ports, Chromium for both sides."""

from __future__ import annotations

import contextlib
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.chromium import FLAGS, program
from tests.servers import clean_environment, free_port
from undertone.environment import ROOT
from undertone.sealing.demo import DemoMaterial, make_demo

START_SECONDS = 150
UNDERTONE = str(Path(sys.executable).with_name("undertone"))
PICTURES = ROOT / "artefacts" / "whole-way"
PORTS = ("VALKEY_PORT", "RASA_PORT", "ACTIONS_PORT", "CONSOLE_PORT", "SANDBOX_PORT")


@dataclass(frozen=True)
class Service:
    """A running Undertone."""

    home: Path
    ports: dict[str, int]
    log: Path

    @property
    def console(self) -> str:
        """The console's address; passkeys need a host name."""
        return f"http://localhost:{self.ports['CONSOLE_PORT']}"

    @property
    def phones(self) -> str:
        """The phone page's address."""
        return f"http://127.0.0.1:{self.ports['SANDBOX_PORT']}"

    @property
    def demo(self) -> DemoMaterial:
        """The demo officer's key material."""
        return make_demo(self.home)

    @property
    def account(self) -> dict[str, str]:
        """E-mail, password and TOTP secret of the demo officer."""
        read: dict[str, str] = json.loads((self.home / "demo" / "console.json").read_text())
        return read

    @property
    def environment(self) -> dict[str, str]:
        """For commands of the command line beside it."""
        settings = {name: str(port) for name, port in self.ports.items()}
        return clean_environment(UNDERTONE_HOME=str(self.home), TELEGRAM_BOT_TOKEN="", **settings)

    def code(self) -> str:
        """The demo officer's six digits, as the command line tells them."""
        told = subprocess.run(
            [UNDERTONE, "officers", "code"],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return re.findall(r"\b\d{6}\b", told.stdout)[0]


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One Undertone for all tests of this folder, started as `make run` starts it."""
    home = tmp_path_factory.mktemp("whole") / "var"
    made = Service(home, {name: free_port() for name in PORTS}, home.with_name("run.log"))
    with made.log.open("w") as log:
        process = subprocess.Popen(
            [UNDERTONE, "run"],
            cwd=ROOT,
            env=made.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(made, process)
            yield made
        finally:
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(30)
            process.kill()


def _wait(service: Service, process: subprocess.Popen[bytes]) -> None:
    addresses = [
        f"{service.phones}/sandbox/health",
        f"{service.console}/health/",
        f"http://127.0.0.1:{service.ports['RASA_PORT']}/webhooks/turn/",
    ]
    end = time.monotonic() + START_SECONDS
    while not all(_answers(address) for address in addresses):
        assert process.poll() is None, f"undertone run ended:\n{service.log.read_text()}"
        assert time.monotonic() < end, f"not ready in time:\n{service.log.read_text()}"
        time.sleep(0.3)


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=2, trust_env=False).is_success
    except httpx.HTTPError:
        return False


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program(), args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def phone_page(browser: Browser, service: Service) -> Page:
    """The phone page at the size of a desk."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(service.phones)
    return page


def keep(page: Page, name: str) -> None:
    """Keep a picture as an artefact."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
