"""The last lines of a start: what to open and how to sign in."""

from __future__ import annotations

from undertone.supervise.first_start import SignIn
from undertone.supervise.output import Output
from undertone.supervise.settings import Settings
from undertone.words.served import explain, served_languages

COMMAND = ".venv/bin/undertone"


def running(output: Output, settings: Settings, sign_in: SignIn | None, seconds: float) -> None:
    """Say that everything runs, where to open it and how to end it."""
    output.say()
    output.say(f"Undertone is running (started in {seconds:.0f} s).")
    output.say()
    if settings.sandbox:
        output.say(f"  Phone page, write as a client      {settings.phone_address}/")
    else:
        output.say(f"  Clients write to the bot through   {settings.api_base}")
    output.say(f"  Console, answer as an officer      {settings.console_address}/")
    output.say()
    if sign_in is not None:
        _say_how_to_sign_in(output, settings, sign_in)
    else:
        output.say(f"  Add an officer: {COMMAND} officers add E-MAIL --name NAME")
    if unsaid := explain(served_languages(unreviewed=settings.unreviewed_words)):
        output.say(f"  {unsaid}")
    output.say("  Stop with Ctrl-C, or with `make stop` from elsewhere.")


def _say_how_to_sign_in(output: Output, settings: Settings, sign_in: SignIn) -> None:
    for label, value in (
        ("e-mail", sign_in.email),
        ("password", sign_in.password),
        ("code", f"{COMMAND} officers code"),
        ("passphrase", f"{sign_in.passphrase}   (opens what is sealed)"),
    ):
        output.say(f"    {label:<11}{value}")
    output.say()
    output.say(
        "  FOR TRYING OUT ONLY: the demo officer's and recovery keys lie in "
        f"{settings.home / 'demo'}. Whoever reads them reads every case. No real client here."
    )
    output.say()
