"""A consent can be taken back: it is recorded, and officers get no more from then on."""

from __future__ import annotations

import pytest

from bot.wiring import Gateway
from sandbox.client import Phone
from tests.bot.cases import Officer, to_console
from tests.bot.conftest import ScriptedDialogue
from tests.bot.steps import opens_session, says_and_settles
from undertone.sealing.demo import DemoMaterial
from undertone.streams.messages import CaseBrief

HAND_OFF = [
    {"effect": "consent", "purpose": "officer", "granted": True, "wording": "utter_x"},
    {"effect": "consent", "purpose": "migrant_help", "granted": True, "wording": "utter_y"},
    {"effect": "record", "field": "area", "status": "given", "value": "Leeds"},
    {"effect": "record", "field": "danger_now", "status": "given", "value": False},
    {"effect": "hand_off", "urgency": "soon"},
]


@pytest.mark.parametrize(("purpose", "area"), [("officer", False), ("migrant_help", True)])
async def test_it_is_recorded_and_only_the_officers_consent_narrows_the_brief(
    gateway: Gateway,
    phone: Phone,
    dialogue: ScriptedDialogue,
    demo: DemoMaterial,
    purpose: str,
    *,
    area: bool,
) -> None:
    dialogue.answers["hand off"] = (["utter_what_happens_next"], HAND_OFF)
    dialogue.answers["back"] = (
        [f"utter_withdrawn_{purpose}"],
        [{"effect": "withdraw", "purpose": purpose, "wording": "utter_agreed"}],
    )
    await opens_session(phone)
    await says_and_settles(phone, "hand off")
    await says_and_settles(phone, "back")
    store = gateway.rooms.store
    briefs = [m for m in await to_console(store.redis) if isinstance(m, CaseBrief)]
    last = Officer(demo).reads([briefs[-1]])[0]
    assert last["consents"][-1]["purpose"] == purpose
    assert last["consents"][-1]["granted"] is False
    assert last["consents"][-1]["wording"] == "utter_agreed"
    assert ("area" in last["fields"]) is area
    loaded = await store.load(store.ref(phone.chat_id))
    assert loaded.conversation is not None
    assert loaded.conversation.consented is area
