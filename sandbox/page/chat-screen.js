// One open chat: bubbles, text box, attachments, menu, blocking.

import { Bubbles } from "./bubbles.js";
import { avatar } from "./chat-list.js";
import { el, icon, iconButton, renderWhenChanged } from "./elements.js";

const ATTACHMENTS = ["voice", "photo", "document", "contact", "location", "sticker", "video"];

export class ChatScreen {
  constructor(words, act) {
    this.words = words;
    this.act = act;
    this.bubbles = new Bubbles(words, act);
    this.face = el("span", { class: "face" });
    this.title = el("h3", { class: "app-title" });
    this.blockButton = el("button", { type: "button", class: "bar-button", onclick: () => act.toggleBlock() });
    this.alert = el("p", { class: "toast", role: "status", dir: "auto", hidden: true });
    this.about = el("p", { class: "about", dir: "auto", hidden: true });
    this.slot = el("div", { class: "foot-slot" });
    this.composer = this.#composer();
    this.foot = el("div", { class: "chat-foot" }, this.slot, this.composer);
    this.node = el("div", { class: "screen chat-screen" },
      el("div", { class: "app-bar" }, iconButton("back", words.back, () => act.back(), "back"), this.face, this.title, this.blockButton),
      this.alert, this.about, this.bubbles.node, this.foot);
  }

  focus() {
    (this.foot.querySelector(".wide") || this.box).focus();
  }

  render(view, chat) {
    this.title.textContent = chat.title;
    renderWhenChanged(this.face, chat.title, () => [avatar(chat.title)]);
    this.blockButton.textContent = view.blocked ? this.words.unblock : this.words.block;
    this.blockButton.hidden = chat.type !== "private" || !chat.started;
    this.alert.hidden = !view.alert;
    this.alert.textContent = view.alert || "";
    this.about.hidden = !view.about || chat.messages.length > 0;
    this.about.textContent = view.about || "";
    this.bubbles.render(chat, view.language_code);
    this.#renderFoot(view, chat);
  }

  #renderFoot(view, chat) {
    const blocked = view.blocked && chat.type === "private";
    const state = JSON.stringify([blocked, chat.started, chat.reply_keyboard, view.commands, chat.id]);
    this.composer.hidden = blocked;
    renderWhenChanged(this.slot, state, () => {
      this.menu.replaceChildren(...view.commands.map((command) => this.#command(command)));
      this.menuButton.hidden = view.commands.length === 0;
      if (blocked) return [this.#wide(this.words.unblock, () => this.act.toggleBlock())];
      if (!chat.started) return [this.#wide(this.words.start, () => this.#start())];
      return [this.#replyKeyboard(chat.reply_keyboard)].filter(Boolean);
    });
  }

  #start() {
    this.box.focus();
    this.act.say("/start");
  }

  #wide(label, onclick) {
    return el("button", { type: "button", class: "wide", onclick }, label);
  }

  #replyKeyboard(rows) {
    if (!rows.length) return null;
    return el("div", { class: "keys reply-keys" }, ...rows.map((row) =>
      el("div", { class: "key-row" }, ...row.map((label) =>
        el("button", { type: "button", class: "key", dir: "auto", onclick: () => this.act.say(label) }, label)))));
  }

  #command(command) {
    const choose = () => {
      this.#toggle(this.menuButton, this.menu);
      this.act.say(`/${command.command}`);
    };
    return el("li", {}, el("button", { type: "button", class: "menu-item", onclick: choose },
      el("bdi", { class: "command" }, `/${command.command}`), el("span", { dir: "auto" }, command.description)));
  }

  #composer() {
    this.box = el("textarea", { rows: "1", "aria-label": this.words.message, placeholder: this.words.message, dir: "auto" });
    this.box.addEventListener("keydown", (event) => this.#onKey(event));
    this.menu = el("ul", { class: "popup", hidden: true });
    this.menuButton = iconButton("menu", this.words.menu, () => this.#toggle(this.menuButton, this.menu));
    this.files = el("ul", { class: "popup", hidden: true }, ...ATTACHMENTS.map((kind) => this.#attachment(kind)));
    this.filesButton = iconButton("attach", this.words.attach, () => this.#toggle(this.filesButton, this.files));
    for (const button of [this.menuButton, this.filesButton]) button.setAttribute("aria-expanded", "false");
    const form = el("form", { class: "composer" }, this.menuButton, this.filesButton, this.box,
      el("button", { type: "submit", class: "icon-button send", "aria-label": this.words.send, title: this.words.send }, icon("send")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    const wrap = el("div", { class: "composer-wrap" }, this.menu, this.files, form);
    wrap.addEventListener("keydown", (event) => event.key === "Escape" && this.#closePopups());
    return wrap;
  }

  #attachment(kind) {
    const choose = () => {
      this.#toggle(this.filesButton, this.files);
      this.act.send(kind);
    };
    return el("li", {}, el("button", { type: "button", class: "menu-item", onclick: choose }, this.words[kind]));
  }

  #toggle(button, popup) {
    popup.hidden = !popup.hidden;
    button.setAttribute("aria-expanded", String(!popup.hidden));
  }

  #closePopups() {
    for (const [button, popup] of [[this.menuButton, this.menu], [this.filesButton, this.files]]) {
      if (popup.hidden) continue;
      this.#toggle(button, popup);
      button.focus();
    }
  }

  #onKey(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#send();
  }

  #send() {
    const text = this.box.value;
    if (!text.trim()) return;
    this.box.value = "";
    this.act.say(text);
  }
}
