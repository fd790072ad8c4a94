// The list of chats, with what its previews give away.

import { el, renderWhenChanged } from "./elements.js";
import { notificationList } from "./lock-screen.js";
import { timeText } from "./words.js";

export class ChatList {
  constructor(words, act) {
    this.words = words;
    this.act = act;
    this.headsUp = el("div", { class: "heads-up" });
    this.list = el("ul", { class: "chat-list" });
    this.node = el("div", { class: "screen chats-screen" },
      el("div", { class: "app-bar" }, el("h3", { class: "app-title" }, words.chats)),
      this.headsUp,
      el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": words.chats }, this.list),
      el("button", { type: "button", class: "new-group", onclick: () => act.newGroup(words.group) }, words.newGroup));
  }

  focus() {
    this.list.querySelector("button")?.focus();
  }

  render(view) {
    renderWhenChanged(this.headsUp, JSON.stringify(view.tray), () =>
      view.tray.length ? [notificationList({ ...view, tray: view.tray.slice(-1) }, this.words, this.act.open)] : []);
    renderWhenChanged(this.list, JSON.stringify(view.chats), () =>
      view.chats.map((chat) => this.#entry(chat, view)));
  }

  #entry(chat, view) {
    const last = chat.messages.at(-1);
    return el("li", {},
      el("button", { type: "button", class: "chat-entry", onclick: () => this.act.open(chat.id) },
        avatar(chat.title),
        el("span", { class: "chat-entry-main" },
          el("bdi", { class: "chat-entry-title" }, chat.title),
          el("span", { class: "chat-entry-preview", dir: "auto" }, last ? preview(last, this.words) : "")),
        el("span", { class: "chat-entry-side" },
          el("span", { class: "chat-entry-time" }, last ? timeText(view.language_code, last.at) : ""),
          chat.unread ? el("span", { class: "badge" }, String(chat.unread), el("span", { class: "unseen" }, ` ${this.words.unread}`)) : null)));
  }
}

/** The round picture of a chat. */
export function avatar(title) {
  return el("span", { class: "avatar", "aria-hidden": "true" }, [...title][0] || "");
}

/** A message in one line. */
export function preview(message, words) {
  if (message.kind === "text") return message.text;
  const name = words[message.kind] || message.kind;
  return message.text ? `${name}: ${message.text}` : name;
}
