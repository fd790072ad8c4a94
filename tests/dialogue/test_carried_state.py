"""The state lives in the turn and nowhere else."""

from __future__ import annotations

import asyncio
import json
import sys
import time

import httpx
import pytest

from tests.dialogue.conftest import WAY, Begin
from tests.dialogue.servers import Servers

pytestmark = pytest.mark.slow


def test_twenty_chats_at_once_do_not_mix(servers: Servers) -> None:
    async def chat(client: httpx.AsyncClient, number: int) -> list[str]:
        state, seen = None, []
        for text in ("hi", *(answer for _, answer in WAY)):
            marked = f"Noor {number}" if text == "Noor" else text
            body = {"version": 1, "text": marked, "language": "en", "state": state}
            answer = await client.post(f"{servers.url}/webhooks/turn/webhook", json=body)
            assert answer.status_code == 200
            state = answer.json()["state"]
            seen += [str(e["value"]) for e in answer.json()["effects"] if e["effect"] == "record"]
        return [value for value in seen if value.startswith("Noor ")]

    async def all_chats() -> list[list[str]]:
        async with httpx.AsyncClient(timeout=30) as client:
            return await asyncio.gather(*(chat(client, number) for number in range(20)))

    began = time.perf_counter()
    names = asyncio.run(all_chats())
    turns = 20 * (len(WAY) + 1)
    rate = turns / (time.perf_counter() - began)
    sys.stdout.write(f"\n{rate:.0f} turns per second with 20 chats\n")
    assert names == [[f"Noor {number}"] for number in range(20)]


def test_the_same_state_and_message_give_the_same_answer(begin: Begin) -> None:
    talk = begin("consent_officer")
    state = talk.state
    first = talk.says("/affirm").answer
    talk.state = state
    assert talk.says("/affirm").answer == first


def test_a_state_survives_a_trip_through_json_text(begin: Begin) -> None:
    talk = begin("own_words")
    talk.state = json.loads(json.dumps(talk.state))
    assert talk.chooses("done").question == "consent_migrant_help"


def test_the_state_stays_small_over_a_hundred_turns(begin: Begin) -> None:
    talk = begin("own_words")
    times = []
    for number in range(100):
        began = time.perf_counter()
        talk.says(f"{number} " + "he shouts at me and takes my money " * 20)
        times.append((time.perf_counter() - began) * 1000)
        assert len(json.dumps(talk.state)) < 8_000
    times.sort()
    sys.stdout.write(f"\nper turn: p50 {times[50]:.1f} ms, p99 {times[98]:.1f} ms\n")
    assert "takes my money" not in json.dumps(talk.state)


def test_no_text_of_the_client_stays_in_the_state(begin: Begin) -> None:
    state = json.dumps(begin("end").state)
    for text in ("Noor", "Leeds", "M1234567", "near a school"):
        assert text not in state
