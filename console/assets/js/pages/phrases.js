// Ready phrases: put into the composer on press, and suggested where the guard held a line.

import { element } from "./dom.js";

const GAP = "…";
const MOST_SUGGESTED = 3;
const GENERAL = "general";

export class Phrases {
  #gapLeft = false;

  constructor(page, text) {
    this.text = text;
    this.box = page.querySelector("#phrases");
    this.suggested = page.querySelector("#suggested");
    for (const place of [this.box, this.suggested]) {
      place.addEventListener("click", (event) => {
        const button = event.target.closest("[data-phrase]");
        if (button) {
          this.#insert(button.dataset.words);
        }
      });
    }
  }

  /** Nothing can be written now, or can be again. */
  set disabled(value) {
    for (const button of this.#buttons()) {
      button.disabled = value;
    }
    if (value) {
      this.stopSuggesting();
    }
  }

  /** Whether a gap of a phrase is still to be filled in. */
  hasGap(text) {
    return this.#gapLeft && text.includes(GAP);
  }

  /** The line was sent or taken away. */
  reset() {
    this.#gapLeft = false;
    this.stopSuggesting();
  }

  /** Show up to three phrases for the words that were held. */
  suggest(held) {
    const fitting = bestFor(held, this.#buttons());
    const items = fitting.map((button) => element("li", {}, button.cloneNode(true)));
    this.suggested.querySelector("ul").replaceChildren(...items);
    this.suggested.hidden = items.length === 0;
  }

  stopSuggesting() {
    this.suggested.hidden = true;
    this.suggested.querySelector("ul").replaceChildren();
  }

  #buttons() {
    return [...this.box.querySelectorAll("[data-phrase]")];
  }

  // In place of what is selected, with spaces around; a gap is selected, to be typed over.
  #insert(words) {
    const { value, selectionStart, selectionEnd } = this.text;
    const before = value.slice(0, selectionStart);
    const after = value.slice(selectionEnd);
    const space = before && !/\s$/.test(before) ? " " : "";
    const end = after && !/^\s/.test(after) ? " " : "";
    this.text.focus();
    this.text.setRangeText(space + words + end, selectionStart, selectionEnd, "end");
    const gap = words.indexOf(GAP);
    if (gap >= 0) {
      this.#gapLeft = true;
      const at = before.length + space.length + gap;
      this.text.setSelectionRange(at, at + GAP.length);
    }
    this.text.dispatchEvent(new Event("input"));
  }
}

/** The words of `text` that `spans` mark, in small letters. */
export function heldWords(text, spans) {
  const characters = Array.from(text);
  const marked = spans.map(([start, end]) => characters.slice(start, end).join(""));
  return marked.join(" ").toLowerCase().match(/\p{L}+/gu) ?? [];
}

// Tags are beginnings of English words. Where none fits, the general ones are offered.
function bestFor(held, buttons) {
  const scored = buttons.map((button) => {
    const tags = button.dataset.tags.split(" ");
    const hits = held.filter((word) => tags.some((tag) => word.startsWith(tag))).length;
    return { button, tags, hits };
  });
  const fitting = scored.filter(({ hits }) => hits > 0).sort((one, other) => other.hits - one.hits);
  const general = scored.filter(({ tags }) => tags.includes(GENERAL));
  return (fitting.length ? fitting : general).slice(0, MOST_SUGGESTED).map(({ button }) => button);
}
