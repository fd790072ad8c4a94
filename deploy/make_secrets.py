"""Make what docker-compose.yml mounts: ``var/compose/`` with secrets, keys and the signed list.

Usage: .venv/bin/python deploy/make_secrets.py [FOLDER]   (`make secrets`)
What is there stays as it is, so it can be run again. The bot token is the operator's to fill in.
"""

from __future__ import annotations

import sys
from pathlib import Path

from undertone.environment import ROOT
from undertone.supervise.first_start import RECOVERY_SEED, make_recovery_key
from undertone.supervise.home import private_folder, secret, write_private

DEFAULT = ROOT / "var" / "compose"
TOKEN_TO_FILL_IN = "put-the-token-from-BotFather-here"  # noqa: S105
CONTAINER_USER = 10001


def make(folder: Path) -> list[str]:
    """Make everything that is missing in ``folder``; what the operator still has to do."""
    private_folder(folder)
    secrets = private_folder(folder / "secrets")
    valkey, postgres = (secret(secrets / f"{name}_password") for name in ("valkey", "postgres"))
    secret(secrets / "django_secret_key")
    write_private(secrets / "redis_url", f"redis://:{valkey}@valkey:6390/0")
    write_private(
        secrets / "database_url", f"postgres://undertone:{postgres}@postgres:5432/undertone"
    )
    token = secrets / "telegram_bot_token"
    if not token.exists():
        write_private(token, TOKEN_TO_FILL_IN)
    make_list(folder)
    return left_to_do(folder)


def make_list(folder: Path) -> None:
    """The signed list in ``home/``, which every container sees; its key in ``signing/``."""
    home, signing = private_folder(folder / "home"), private_folder(folder / "signing")
    if not (home / "recipients.json").exists():
        make_recovery_key(home, folder / "recovery")
    for file in private_folder(home / "keys").iterdir():  # stays as an empty mount point
        file.replace(signing / file.name)


def left_to_do(folder: Path) -> list[str]:
    """What only the operator can do."""
    token = folder / "secrets" / "telegram_bot_token"
    tasks = [f"chown -R {CONTAINER_USER}:{CONTAINER_USER} {folder}   (as root)"]
    if token.read_text(encoding="utf-8").strip() == TOKEN_TO_FILL_IN:
        tasks.insert(0, f"write the bot token into {token}")
    if (folder / "recovery" / RECOVERY_SEED).exists():
        tasks.append(f"move {folder / 'recovery' / RECOVERY_SEED} to a medium kept offline")
    return tasks


def main(arguments: list[str]) -> int:
    """Make the folder and say what is left to do."""
    folder = Path(arguments[0]).resolve() if arguments else DEFAULT
    for task in make(folder):
        sys.stdout.write(f"  to do: {task}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
