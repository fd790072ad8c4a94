"""The real dialogue killed or hung in the middle of a conversation: the script goes on."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator

import pytest

from bot.wiring import Gateway
from sandbox.client import Phone, SandboxControl
from tests.bot.steps import GOODBYE, shows_only
from tests.dialogue.servers import Servers

pytestmark = pytest.mark.slow
MENU = "I can only do a few things just now."
SHOWN_WITHIN = 10.0
"""Seconds: the gateway gives up after 2, the rest is for a slow machine."""


@pytest.fixture
def rasa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """A dialogue of this test's own, to be killed."""
    with Servers(tmp_path_factory.mktemp("rasa")) as servers:
        yield servers


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "hung"])
async def test_a_client_is_answered_in_seconds_and_can_leave(
    talking: Gateway, rasa: Servers, sandbox: SandboxControl, how: signal.Signals
) -> None:
    # Given a client in the middle of a conversation
    phone: Phone = await sandbox.phone("A")
    await phone.says("hello")
    await phone.wait_for("good time")
    await phone.taps("Yes")
    await phone.wait_for("alone with this screen")
    # When the dialogue dies or hangs
    rasa.signal("dialogue.serve", how)
    asked = time.monotonic()
    await phone.taps("Yes, I am alone")
    # Then the script answers, with the numbers and the way out
    await phone.wait_for(MENU, timeout=SHOWN_WITHIN)
    assert time.monotonic() - asked < SHOWN_WITHIN
    await phone.taps("Numbers to call")
    await phone.wait_for("0808 2000 247")
    await phone.says("teapot")
    await phone.wait_for(shows_only(GOODBYE))
