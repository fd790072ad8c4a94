// One line of the relay as it is shown, with what became of it.

import { element, moment, written } from "./dom.js";
import { player } from "./voice.js";

export const DELIVERY = {
  queued: ["grey", "Waiting to be sent"],
  sent: ["grey", "On its way"],
  waiting: ["yellow", "On the phone, not opened yet"],
  shown: ["green", "Shown"],
  expired: ["blue", "Shown, taken off the screen again"],
  gone: ["orange", "Not shown: the client left"],
  failed: ["red", "Could not be sent"],
  held: ["red", "Held back: not sent"],
};

/** The list item of `line`; `content` null where it could not be opened. */
export function lineItem(line, content, onRewrite) {
  const mine = line.kind === "officer_message";
  const item = element("li", {
    class: `app-line app-line--${mine ? "mine" : "theirs"}`,
    "data-message": line.message_id,
  });
  const who = element("span", { class: "app-line__who" }, mine ? "You" : "Client");
  const head = element("div", { class: "app-line__head" }, who, " ", moment(line.at));
  const body = element("div", { class: "app-line__text" });
  body.append(said(content));
  item.append(head, body);
  if (mine) {
    item.append(element("div", { class: "app-line__delivery" }));
  }
  item.rewrite = onRewrite;
  item.text = content === null ? null : content.text;
  return item;
}

function said(content) {
  if (content === null) {
    return element("p", { class: "app-unsaid" }, "This line could not be opened.");
  }
  return content.voice ? player(content.voice) : written(content.text);
}

/** Show what became of an officer's line. */
export function showDelivery(item, { delivery, spans }) {
  const place = item.querySelector(".app-line__delivery");
  if (!place || item.dataset.delivery === delivery) {
    return false;
  }
  item.dataset.delivery = delivery;
  const [colour, label] = DELIVERY[delivery] ?? ["grey", delivery];
  place.replaceChildren(element("strong", { class: `govuk-tag govuk-tag--${colour}` }, label));
  if (delivery === "held" && item.text !== null) {
    const button = element("button", { type: "button", class: "app-link-button" }, "Rewrite it");
    button.addEventListener("click", () => item.rewrite(item.text, spans));
    place.append(" ", button);
    item.querySelector(".app-line__text").replaceChildren(marked(item.text, spans));
  }
  return true;
}

/** `text` with the spans marked. Offsets count characters, not the units of JavaScript strings. */
export function marked(text, spans) {
  const characters = Array.from(text);
  const paragraph = element("p", { dir: "auto" });
  let from = 0;
  for (const [start, end] of [...spans].sort((one, other) => one[0] - other[0])) {
    if (start < from || end > characters.length) {
      continue;
    }
    paragraph.append(characters.slice(from, start).join(""));
    paragraph.append(element("mark", {}, characters.slice(start, end).join("")));
    from = end;
  }
  paragraph.append(characters.slice(from).join(""));
  return paragraph;
}
