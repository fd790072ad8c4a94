"""The one room that talks to Rasa, and the script for when Rasa does not answer."""

from bot.dialogue.client import Dialogue, DialogueFailed, Reply, TurnAnswer, free_text

__all__ = ["Dialogue", "DialogueFailed", "Reply", "TurnAnswer", "free_text"]
