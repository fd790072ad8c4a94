// Message bubbles with their buttons.

import { el, icon, iconButton } from "./elements.js";
import { timeText } from "./words.js";

export class Bubbles {
  constructor(words, act) {
    this.words = words;
    this.act = act;
    this.shown = new Map();
    this.list = el("ol", { class: "bubbles" });
    this.node = el("div", { class: "scroll chat-scroll", tabindex: "0", role: "log", "aria-label": words.messages }, this.list);
  }

  render(chat, language) {
    if (chat.id !== this.chatId) this.#startAfresh(chat.id);
    const atEnd = this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < 60;
    const ids = new Set(chat.messages.map((message) => message.id));
    for (const [id, entry] of this.shown) {
      if (!ids.has(id)) {
        if (entry.node.contains(document.activeElement)) this.node.focus();
        entry.node.remove();
        this.shown.delete(id);
      }
    }
    for (const message of chat.messages) this.#place(message, language);
    if (atEnd) this.toEnd();
  }

  toEnd() {
    this.node.scrollTop = this.node.scrollHeight;
  }

  #startAfresh(chatId) {
    this.chatId = chatId;
    this.shown.clear();
    this.list.replaceChildren();
  }

  #place(message, language) {
    const signature = JSON.stringify({ ...message, read: null });
    const old = this.shown.get(message.id);
    if (old?.signature === signature) return;
    const node = this.#bubble(message, language);
    const held = old?.node.contains(document.activeElement);
    if (old) old.node.replaceWith(node);
    else this.list.append(node);
    if (held) (node.querySelector(".key") || this.node).focus();
    this.shown.set(message.id, { node, signature });
  }

  #bubble(message, language) {
    if (message.kind === "service") {
      return el("li", { class: "service-note" }, this.words.service);
    }
    return el("li", { class: `bubble-row ${message.own ? "own" : "other"}`, "data-message-id": message.id },
      el("div", { class: "bubble" },
        message.kind === "text" ? null : this.#media(message),
        message.text ? el("p", { class: "bubble-text", dir: "auto" }, message.text) : null,
        this.#foot(message, language)),
      message.buttons.length ? this.#keyboard(message) : null);
  }

  #media(message) {
    const name = this.words[message.kind] || message.kind;
    return el("p", { class: `media media-${message.kind}` }, icon("attach"), name);
  }

  #foot(message, language) {
    return el("p", { class: "bubble-foot" },
      message.protected ? el("span", { class: "protected", title: this.words.protected }, icon("lock"), el("span", { class: "unseen" }, this.words.protected)) : null,
      message.edited ? el("span", {}, this.words.edited) : null,
      el("span", {}, timeText(language, message.at)),
      message.own ? iconButton("trash", this.words.delete, () => this.act.delete(message.id), "delete") : null);
  }

  #keyboard(message) {
    const rows = message.buttons.map((row) => el("div", { class: "key-row" }, ...row.map((button) =>
      el("button", { type: "button", class: "key", dir: "auto", onclick: () => this.act.tap(message.id, button) }, button.text))));
    return el("div", { class: "keys" }, ...rows);
  }
}
