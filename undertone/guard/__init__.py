"""The guard: no text leaves that says what it must not say. Fails closed.

``check(text, level, language)`` gives a verdict. Topic words are held at every level;
at cover level sensitive words, numbers, references, addresses and links are held too.
English is checked in every language. Whatever goes wrong (unknown language, missing or
broken lexicon) raises, and a text without a verdict is not sent.

A real topic word is held wherever it stands, also in an idiom ("a victim of its own
success"): somebody who glances at the phone reads the word, not the sentence. Words that
only look or sound alike pass.

To add a language
-----------------
1. Add it to ``undertone/languages.py``.
2. Copy ``lexicon/ar.toml`` (script with prefixes) or ``lexicon/en.toml`` to
   ``lexicon/<code>.toml``; set ``language`` and ``script``. ``spaces = false`` for a script
   that does not separate words: there ``anywhere`` is the list that counts. ``marks = true``
   where accents tell words apart (Vietnamese).
3. ``[paradigms]``: per kind of word, its ``prefixes`` and ``suffixes``. A plain string is
   one affix; lists are slots that combine in their order (conjunction, preposition, article).
4. ``[groups]``: words that phrases share, such as relatives or ways to hurt somebody.
5. ``[topic]``, ``[sensitive]`` (cover only) and ``[everyday]`` (exceptions): ``words`` by
   paradigm, ``phrases`` (notation: ``phrases.py``) and ``anywhere`` (stems that count inside
   longer words). Write irregular forms, broken plurals and common misspellings as words.
6. ``[romanised]`` has the same parts for how people write the language in Latin letters.
7. Write at least 60 topic and 60 everyday texts in ``tests/guard/`` by another hand.

Spelling variants need no entries: ``folding.py`` unifies case, accents, vowel signs, tatweel,
joiners, Arabic letter variants, digits and look-alikes; repeated, spaced-out, split, masked
letters and digits for letters are read by the engine.
"""

from undertone.guard.lexicon import BrokenLexicon, MissingLexicon
from undertone.guard.verdict import Level, Verdict, check

__all__ = ["BrokenLexicon", "Level", "MissingLexicon", "Verdict", "check"]
