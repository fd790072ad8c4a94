// A client's voice note, played in the page: its sound is never stored on the officer's machine.

import { element } from "./dom.js";

const TYPES = new Set(["audio/ogg"]);

/** A player for `voice`: `data` in base64, `mime`, and its length in `seconds`. */
export function player({ data, mime, seconds }) {
  if (!TYPES.has(mime)) {
    return element("p", { class: "app-unsaid" }, "This voice message could not be opened.");
  }
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: mime }));
  const label = `Voice message, ${seconds} ${seconds === 1 ? "second" : "seconds"}`;
  return element(
    "div",
    { class: "app-voice" },
    element("p", { class: "app-voice__label" }, label),
    element("audio", { controls: "", preload: "metadata", src: address, "aria-label": label }),
  );
}

/** Give back the memory of every player inside `place`. */
export function forget(place) {
  for (const audio of place.querySelectorAll("audio")) {
    URL.revokeObjectURL(audio.src);
  }
}
