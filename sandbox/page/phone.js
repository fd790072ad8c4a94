// One phone: which of its screens shows, and what its owner does on it.

import * as api from "./api.js";
import { ChatList } from "./chat-list.js";
import { ChatScreen } from "./chat-screen.js";
import { el, icon } from "./elements.js";
import { LockScreen, SeenLog } from "./lock-screen.js";
import { directionOf, languageName, timeText, wordsFor, wordsLanguage } from "./words.js";

export class Phone {
  constructor(view, { report, now }) {
    this.id = view.id;
    this.report = report;
    this.now = now;
    this.away = "list";
    const words = wordsFor(view.language_code);
    const act = this.#actions();
    this.screens = { lock: new LockScreen(words, act), list: new ChatList(words, act), chat: new ChatScreen(words, act) };
    this.seen = new SeenLog();
    this.clock = el("span", {});
    this.lockButton = el("button", { type: "button", class: "lock-button", onclick: () => act.lock() }, icon("lock"), words.lock);
    this.slot = el("div", { class: "screen-slot" });
    this.node = this.#frame(view);
    this.render(view);
  }

  render(view) {
    const left = this.view?.open_chat != null && view.open_chat === null;
    if (left && !this.leaving) this.away = "lock";
    this.leaving = false;
    this.view = view;
    this.clock.textContent = timeText(view.language_code, this.now());
    const chat = view.chats.find((one) => one.id === view.open_chat);
    const held = this.node.contains(document.activeElement);
    const before = this.showing;
    const showing = (this.showing = chat ? "chat" : this.away);
    if (before !== showing) this.slot.replaceChildren(this.screens[showing].node);
    this.lockButton.hidden = showing === "lock";
    this.screens[showing].render(view, showing === "chat" ? chat : this.now());
    if (chat && before !== showing) this.screens.chat.bubbles.toEnd();
    this.seen.render(view);
    // Whoever works with the keyboard goes on where the phone went on.
    if (held && before !== showing) this.screens[showing].focus();
  }

  #frame(view) {
    const code = view.language_code;
    const body = el("div", { class: "phone", lang: wordsLanguage(code), dir: directionOf(code) },
      el("div", { class: "status-bar" }, this.clock, this.lockButton), this.slot);
    return el("section", { class: "phone-column", "aria-label": `Phone of ${view.name}` },
      el("div", { class: "phone-head" },
        el("h2", {}, el("bdi", {}, view.name)), el("span", { class: "phone-language" }, languageName(code)),
        el("button", { type: "button", class: "remove", "aria-label": `Remove the phone of ${view.name}`, onclick: () => this.#do(api.removePhone(this.id)) }, "Remove")),
      body, this.seen.node);
  }

  #actions() {
    const on = (what, given) => this.#do(api.doOnPhone(this.id, what, given));
    return {
      open: (chatId) => on("open", { chat_id: chatId }),
      back: () => this.#leave("list"),
      lock: () => this.#leave("lock"),
      unlock: () => {
        this.away = "list";
        this.render(this.view);
      },
      dismiss: () => on("dismiss"),
      say: (text) => on("say", { text, chat_id: this.view.open_chat }),
      send: (kind) => on("send", { kind, chat_id: this.view.open_chat }),
      delete: (messageId) => on("delete", { message_id: messageId, chat_id: this.view.open_chat }),
      tap: (messageId, button) => this.#tap(messageId, button, on),
      toggleBlock: () => on(this.view.blocked ? "unblock" : "block"),
      newGroup: (title) => this.#do(api.addGroup(title, [this.id])),
    };
  }

  #tap(messageId, button, on) {
    if (button.data === null) return this.report(new Error("This button opens something outside; the sandbox does not follow it."));
    return on("tap", { message_id: messageId, data: button.data, chat_id: this.view.open_chat });
  }

  #leave(where) {
    this.away = where;
    if (this.view.open_chat === null) {
      this.render(this.view);
      return;
    }
    this.leaving = true;
    this.#do(api.doOnPhone(this.id, "close"));
  }

  async #do(work) {
    try {
      await work;
      this.report(null);
    } catch (error) {
      this.report(error);
    }
  }
}
