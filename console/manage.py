"""Entry point for Django's commands and ours: ``python -m console.manage COMMAND``."""

from __future__ import annotations

import os
import sys

from undertone.environment import BadSetting


def main() -> None:
    """Run one management command; a bad setting ends it with the variable's name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "console.settings")
    from django.core.management import execute_from_command_line

    from undertone.logs import set_up

    set_up()
    try:
        execute_from_command_line(["console.manage", *sys.argv[1:]])
    except BadSetting as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None


if __name__ == "__main__":
    main()
