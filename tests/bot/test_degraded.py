"""With the dialogue dead a short script still gives numbers, a person, and a case that is kept."""

from __future__ import annotations

from bot.dialogue import scripted
from bot.state.conversation import Conversation, Mode
from bot.wiring import Gateway
from sandbox.client import Phone, SandboxControl
from tests.bot.cases import Officer, to_console
from tests.bot.conftest import ScriptedDialogue
from tests.bot.steps import (
    GOODBYE,
    HEARD,
    console_gets,
    nothing_private_was_notified,
    opens_session,
    private_came_only_by_edit,
    quiet,
    says_and_settles,
    shows_only,
)
from undertone.sealing.demo import DemoMaterial
from undertone.streams.messages import CaseBrief, CaseState, Urgency

MENU = "I can only do a few things just now."
HANDED_OVER = "A person has been asked to look"
CONSENT = "May a trained person here (an officer) read what you write"
NATIONAL = "0808 2000 247"


async def _in_the_script(phone: Phone, dialogue: ScriptedDialogue) -> None:
    dialogue.fails = True
    await phone.says("hello")
    await phone.wait_for("Is now a good time to write?")
    await phone.taps("Yes")
    await phone.wait_for(MENU)


async def test_from_a_good_moment_to_a_sealed_case(
    gateway: Gateway,
    phone: Phone,
    dialogue: ScriptedDialogue,
    sandbox: SandboxControl,
    demo: DemoMaterial,
) -> None:
    # Given a dialogue that does not answer
    await _in_the_script(phone, dialogue)
    # When the client asks for numbers, then for a person, agrees, and writes
    await phone.taps("Numbers to call")
    await phone.wait_for(NATIONAL)
    await phone.taps("A person")
    await phone.wait_for(CONSENT)
    await phone.taps("Yes")
    await phone.wait_for(HANDED_OVER)
    await says_and_settles(phone, "he locks the door when he goes out")
    # Then a case waits for an officer with the consent and the words
    await phone.wait_for("We kept what you wrote")
    briefs = [m for m in await to_console(gateway.rooms.store.redis) if isinstance(m, CaseBrief)]
    assert briefs[-1].state is CaseState.WAITING
    assert briefs[-1].urgency is Urgency.SOON
    brief = Officer(demo).reads([*briefs])[-1]
    assert [piece["text"] for piece in brief["own_words"]] == ["he locks the door when he goes out"]
    assert [(c["purpose"], c["granted"]) for c in brief["consents"]] == [("officer", True)]
    await private_came_only_by_edit(sandbox)
    await nothing_private_was_notified(phone)


async def test_who_says_no_is_not_passed_on(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    await _in_the_script(phone, dialogue)
    await phone.taps("A person")
    await phone.wait_for(CONSENT)
    await phone.taps("No")
    await phone.wait_for("Nobody will read what you wrote")
    await quiet(gateway)
    assert await to_console(gateway.rooms.store.redis) == []


async def test_leaving_by_the_scripts_button_empties_the_chat(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    await _in_the_script(phone, dialogue)
    await phone.taps("I want to leave")
    await phone.wait_for(shows_only(GOODBYE))


async def test_a_bad_moment_stays_bland(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    dialogue.fails = True
    await phone.says("hello")
    await phone.wait_for("Is now a good time to write?")
    await phone.taps("Not now")
    await phone.wait_for("Have a nice day.")
    assert "✖" not in phone.buttons


async def test_whoever_is_in_danger_reads_the_emergency_number_first(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    await opens_session(phone)
    dialogue.fails = True
    await phone.says("danger")
    await phone.wait_for(MENU)
    assert "999" in phone.texts[0]


def test_the_script_hands_danger_over_at_once() -> None:
    conversation = Conversation(1, "en", mode=Mode.SESSION)
    answer = scripted.turn("/in_danger", conversation)
    assert answer.replies[0].response == "utter_emergency"
    assert answer.effects == ({"effect": "hand_off", "urgency": "urgent"},)


async def test_the_dialogue_takes_over_again_where_it_stood(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    await opens_session(phone)
    dialogue.fails = True
    await phone.says("hello")
    await phone.wait_for(MENU)
    dialogue.fails = False
    await says_and_settles(phone, "are you back?")
    assert phone.texts[0].startswith(HEARD)
    assert gateway.rooms.dialogue is not None
    assert dialogue.asked[-1] == ("are you back?", "en")


async def test_the_console_being_away_changes_nothing_for_the_client(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    # Nobody reads ``to_console`` in these tests at all: what is sealed waits there.
    dialogue.answers["hand off"] = (
        ["utter_what_happens_next"],
        [{"effect": "hand_off", "urgency": "urgent"}],
    )
    await opens_session(phone)
    await says_and_settles(phone, "hand off")
    assert "Often it takes some hours" in phone.texts[0]
    case = await console_gets(gateway, lambda m: isinstance(m, CaseBrief))
    assert isinstance(case, CaseBrief)
    assert case.urgency is Urgency.URGENT


async def test_words_of_danger_bring_what_to_do_at_once_with_the_dialogue_dead(
    gateway: Gateway, phone: Phone, dialogue: ScriptedDialogue
) -> None:
    await _in_the_script(phone, dialogue)
    await phone.says("he has a knife")
    await phone.wait_for("press 55")
    await phone.taps("A person")
    await phone.wait_for(CONSENT)
