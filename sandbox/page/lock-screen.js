// The lock screen with its notifications, and the log of what was readable there.

import { el, renderWhenChanged } from "./elements.js";
import { dayText, timeText } from "./words.js";

const EVENTS = {
  shown: "shown", rewritten: "changed to", removed: "taken away", read: "read", dismissed: "swiped away",
};

/** The notifications that stand now, each a button that opens its chat. */
export function notificationList(view, words, open) {
  return el("ul", { class: "tray", "aria-label": words.messages }, ...view.tray.map((one) => notification(one, view, open)));
}

function notification(one, view, open) {
  return el("li", {},
    el("button", { type: "button", class: "notification", onclick: () => open(one.chat_id) },
      el("span", { class: "notification-head" },
        el("bdi", { class: "notification-title" }, one.title),
        el("span", { class: "notification-time" }, timeText(view.language_code, one.at))),
      el("span", { class: "notification-text", dir: "auto" }, one.text)));
}

export class LockScreen {
  constructor(words, act) {
    this.words = words;
    this.act = act;
    this.clock = el("p", { class: "lock-clock" });
    this.day = el("p", { class: "lock-day" });
    this.list = el("div", { class: "lock-list" });
    this.unlock = el("button", { type: "button", class: "unlock", onclick: () => act.unlock() }, words.unlock);
    this.node = el("div", { class: "screen lock-screen" }, this.clock, this.day, this.list, this.unlock);
  }

  focus() {
    this.unlock.focus();
  }

  render(view, now) {
    this.clock.textContent = timeText(view.language_code, now);
    this.day.textContent = dayText(view.language_code, now);
    renderWhenChanged(this.list, JSON.stringify(view.tray), () => this.#content(view));
  }

  #content(view) {
    if (view.tray.length === 0) return [el("p", { class: "lock-empty" }, this.words.noNotifications)];
    return [notificationList(view, this.words, this.act.open),
      el("button", { type: "button", class: "clear-all", onclick: () => this.act.dismiss() }, this.words.clear)];
  }
}

/** What somebody who saw the locked phone may have read; it cannot be unseen. */
export class SeenLog {
  constructor() {
    this.list = el("ol", { class: "seen-list", reversed: true });
    this.empty = el("p", { class: "seen-empty" }, "Nothing yet.");
    this.node = el("section", { class: "seen" },
      el("h3", {}, "Already seen in notifications"),
      el("p", { class: "hint" }, "Taking a message away does not undo this."),
      this.empty, el("div", { class: "seen-scroll", tabindex: "0", role: "group", "aria-label": "Already seen" }, this.list));
  }

  render(view) {
    this.empty.hidden = view.seen.length > 0;
    this.list.parentElement.hidden = view.seen.length === 0;
    renderWhenChanged(this.list, JSON.stringify(view.seen), () => view.seen.slice().reverse().map(seenEntry));
  }
}

function seenEntry(one) {
  return el("li", { class: `seen-entry seen-${one.event}` },
    el("span", { class: "seen-event" }, `${timeText("en-GB", one.at)} ${EVENTS[one.event]}${one.silent && one.event === "shown" ? " silently" : ""}`),
    el("span", { class: "seen-text", dir: "auto" }, one.text));
}
