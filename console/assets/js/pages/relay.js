// The relay: lines both ways. What the officer writes is sealed here before it leaves; what the
// client wrote is opened here. Frozen at once when the client is gone.

import { element, fieldError, getJson, postJson, say } from "./dom.js";
import { ask } from "./keyroom.js";
import { DELIVERY, lineItem, marked, showDelivery } from "./lines.js";
import { Phrases, heldWords } from "./phrases.js";
import { forget } from "./voice.js";

const LONGEST = 3000;
const WHY_FROZEN = {
  exited: "The client left with the exit.",
  locked: "The chat locked itself because the client went silent.",
  blocked: "The client blocked the chat.",
};

export class Relay {
  #page;
  #last = 0;
  #envelope = null;
  #keys = {};
  #asking = null;
  #again = false;

  constructor(page, onLost, onCall) {
    this.#page = page;
    this.onLost = onLost;
    this.onCall = onCall;
    this.isFrozen = false;
    this.list = page.querySelector("#lines");
    this.box = page.querySelector("#lines-box");
    this.form = page.querySelector("#composer");
    this.text = page.querySelector("#text");
    this.send = page.querySelector("#send");
    this.error = page.querySelector("#text-error");
    this.frozen = page.querySelector("#frozen");
    this.phrases = new Phrases(page, this.text);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#write();
    });
    this.text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.#write();
      }
    });
    this.text.addEventListener("input", () => this.#count());
    this.#count();
  }

  /** Take away everything that was opened. */
  clear() {
    forget(this.list);
    this.list.replaceChildren();
    this.box.hidden = true;
    this.#last = 0;
    this.text.value = "";
    this.phrases.reset();
    this.#stopRewriting();
    this.#count();
  }

  /** Freeze the composer now; the server refuses lines anyway. */
  freeze(departure) {
    const text = `${WHY_FROZEN[departure] ?? "The client is not there."} Nothing more can be sent.`;
    if (this.frozen.hidden || departure) {
      this.frozen.textContent = text;
      this.frozen.hidden = false;
    }
    this.isFrozen = true;
    this.text.readOnly = true;
    this.text.setAttribute("aria-disabled", "true");
    this.send.disabled = true;
    this.phrases.disabled = true;
    this.form.classList.add("app-composer--frozen");
  }

  /** Fetch what is new; calls that overlap become one more fetch. */
  async refresh(background = true) {
    if (this.#asking) {
      this.#again = true;
      return this.#asking;
    }
    this.#asking = this.#fetch(background).finally(() => {
      this.#asking = null;
    });
    await this.#asking;
    if (this.#again) {
      this.#again = false;
      await this.refresh(background);
    }
  }

  async #fetch(background) {
    const address = `${this.#page.dataset.messages}?after=${this.#last}`;
    const { status, body } = await getJson(address, { background });
    if (status === 403) {
      this.onLost();
    }
    if (status !== 200) {
      return;
    }
    this.#envelope = body.envelope_id;
    this.#keys = body.keys;
    for (const line of body.lines) {
      await this.#add(line);
    }
    body.deliveries.forEach((delivery) => this.#showDelivery(delivery));
    this.#page.querySelector("#no-lines").hidden = this.list.childElementCount > 0;
    this.#thaw(body);
    this.onCall(body.call);
  }

  #thaw({ here, departure }) {
    if (!here) {
      this.freeze(departure);
      return;
    }
    this.isFrozen = false;
    this.frozen.hidden = true;
    this.text.readOnly = false;
    this.text.removeAttribute("aria-disabled");
    this.send.disabled = false;
    this.phrases.disabled = false;
    this.form.classList.remove("app-composer--frozen");
  }

  async #add(line) {
    if (line.number <= this.#last) {
      return;
    }
    this.#last = line.number;
    const content = await this.#open(line);
    this.list.append(lineItem(line, content, (held, spans) => this.#rewrite(held, spans)));
    this.box.hidden = false;
    this.box.scrollTop = this.box.scrollHeight;
    if (line.kind === "client_message") {
      say("The client wrote");
    }
  }

  async #open(line) {
    try {
      return await ask("open", {
        caseId: this.#page.dataset.case,
        envelopeId: line.envelope_id,
        wrapped: this.#keys[line.envelope_id],
        kind: line.kind,
        contentId: line.message_id,
        sealed: line.sealed,
      });
    } catch {
      return null;
    }
  }

  #showDelivery(report) {
    const item = this.list.querySelector(`[data-message="${CSS.escape(report.message_id)}"]`);
    if (item && showDelivery(item, report)) {
      say(DELIVERY[report.delivery]?.[1] ?? report.delivery);
      this.#suggestFor(item, report);
    }
  }

  // Only for the newest line: what was held before that was rewritten, or given up.
  #suggestFor(item, { delivery, spans }) {
    const newest = [...this.list.querySelectorAll(".app-line--mine")].at(-1);
    if (delivery === "held" && item === newest && item.text !== null && !this.isFrozen) {
      this.phrases.suggest(heldWords(item.text, spans));
    }
  }

  async #write() {
    const text = this.text.value.trim();
    const problem = this.#problem(text);
    fieldError(this.text, this.error, problem);
    if (problem || this.send.disabled) {
      return;
    }
    this.send.disabled = true;
    try {
      const { status, body } = await this.#post(text);
      if (status === 201) {
        this.text.value = "";
        this.phrases.reset();
        this.#stopRewriting();
        this.#count();
      } else {
        fieldError(this.text, this.error, body.text ?? "The line was not sent. Try again.");
      }
    } catch (error) {
      const locked = error.name === "Locked" ? "Unlock your key first." : "";
      fieldError(this.text, this.error, locked || "The line was not sent. Try again.");
    }
    this.send.disabled = this.isFrozen;
    await this.refresh(false);
    this.text.focus();
  }

  async #post(text) {
    const messageId = crypto.randomUUID();
    const sealed = await ask("seal", {
      caseId: this.#page.dataset.case,
      envelopeId: this.#envelope,
      wrapped: this.#keys[this.#envelope],
      kind: "officer_message",
      contentId: messageId,
      value: { version: 1, text },
    });
    return postJson(this.#page.dataset.messages, {
      message_id: messageId,
      envelope_id: this.#envelope,
      sealed,
    });
  }

  #problem(text) {
    if (!text) {
      return "Write something first";
    }
    if (this.phrases.hasGap(text)) {
      return "Fill in the gap: …";
    }
    return Array.from(text).length > LONGEST ? `Use at most ${LONGEST} characters` : "";
  }

  #count() {
    const left = LONGEST - Array.from(this.text.value).length;
    const place = this.#page.querySelector("#text-count");
    place.textContent = left < 500 ? `You have ${left} characters left` : "";
  }

  #rewrite(text, spans) {
    const box = this.#page.querySelector("#rewriting");
    const title = element("strong", {}, "This was held back. Say it without the marked words.");
    box.replaceChildren(title, marked(text, spans));
    box.hidden = false;
    this.text.value = text;
    this.#count();
    this.text.focus();
  }

  #stopRewriting() {
    const box = this.#page.querySelector("#rewriting");
    box.hidden = true;
    box.replaceChildren();
  }
}
