"""The training itself, in the dialogue environment: ``python -m dialogue.training FOLDER NAME``.

``dialogue/train.py`` starts it; use that one. Ends with a status other than 0 where the
data is inconsistent.
"""

from __future__ import annotations

import logging
import os
import sys

from dialogue.serve import prepare


def main(folder: str, name: str) -> int:
    """Train one model into ``folder`` under ``name``."""
    prepare()
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    logging.getLogger("undertone.dialogue").info("training")
    from rasa.model_training import train
    from rasa.shared.exceptions import RasaException

    try:
        result = train(
            domain="domain.yml",
            config="config.yml",
            training_files=["data/nlu", "data/rules"],
            output=folder,
            fixed_model_name=name.removesuffix(".tar.gz"),
            force_training=True,
        )
    except RasaException as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return result.code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
