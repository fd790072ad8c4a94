// A case's page: unlock, open the brief, relay. Follows what happens to the case.

import { briefParts } from "./brief.js";
import { followCall, hideNumber, startCall } from "./call.js";
import { element, fieldError, getJson, moment, renew, say } from "./dom.js";
import { ask, onChange, unlock } from "./keyroom.js";
import { Relay } from "./relay.js";

/** Start on the case's page. */
export function startCase(page) {
  page.addEventListener(`sse:case-${page.dataset.case}`, (event) => {
    if (!page.isConnected) {
      return; // htmx tells an element once more after it was swapped away
    }
    renew("facts-watch");
    const { what } = JSON.parse(event.detail.data);
    announce(what);
    followed?.happened(what);
  });
  const followed = page.dataset.wrappedSeed ? new HeldCase(page) : null;
  followed?.start();
}

function announce(what) {
  if (what === "alert") {
    say("New alert on this case");
  }
  if (what === "callback") {
    renew("call-watch");
    say("The call of this case has changed");
  }
}

class HeldCase {
  constructor(page) {
    this.page = page;
    this.form = page.querySelector("#unlock");
    this.passphrase = page.querySelector("#passphrase");
    this.error = page.querySelector("#passphrase-error");
    this.relay = new Relay(page, () => reload(page), (version) => followCall(page, version));
    this.open = false;
  }

  async start() {
    startCall(this.page);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.unlock();
    });
    this.page.addEventListener("app:catch-up", () => this.happened("caught up"));
    const stop = onChange((open) => {
      if (!this.page.isConnected) {
        stop();
      } else {
        this.show(open);
      }
    });
    const { recipient } = this.page.dataset;
    this.show(await ask("isOpen", { recipientId: recipient }).catch(() => false));
    this.askAgain();
  }

  // Live updates may be interrupted: the page asks by itself as well.
  askAgain() {
    setTimeout(() => {
      if (this.page.isConnected) {
        this.happened("asked again");
        this.askAgain();
      }
    }, 30_000);
  }

  async unlock() {
    const passphrase = this.passphrase.value;
    const { recipient, publicKey, wrappedSeed } = this.page.dataset;
    const button = this.form.querySelector('[type="submit"]');
    button.disabled = true;
    try {
      await unlock({ wrapped: wrappedSeed, passphrase, recipientId: recipient, publicKey });
      this.passphrase.value = "";
      fieldError(this.passphrase, this.error, "");
      this.page.querySelector("#brief-title").focus();
    } catch (error) {
      const wrong = error.name === "WrongPassphrase" || error.name === "PassphraseTooShort";
      const text = wrong ? "This is not your passphrase" : "The key could not be unlocked here";
      fieldError(this.passphrase, this.error, text);
      this.passphrase.focus();
    }
    button.disabled = false;
  }

  show(open) {
    this.open = open;
    this.form.hidden = open;
    this.page.querySelectorAll("[data-when-open]").forEach((part) => {
      part.hidden = !open;
    });
    if (!open) {
      this.relay.clear();
      hideNumber(this.page);
      this.page.querySelector("#brief").replaceChildren();
      return;
    }
    this.openBrief(false);
    this.relay.refresh(false);
  }

  happened(what) {
    if (!this.open) {
      return;
    }
    if (what === "departed") {
      this.relay.freeze();
    }
    if (what === "brief") {
      this.openBrief(true);
    }
    this.relay.refresh();
  }

  async openBrief(background) {
    const { status, body } = await getJson(this.page.dataset.briefs, { background });
    if (status !== 200) {
      return;
    }
    const opened = await Promise.all(body.briefs.map((brief) => this.openOne(body, brief)));
    if (this.open) {
      this.page.querySelector("#brief").replaceChildren(...opened.flat());
    }
  }

  async openOne(body, brief) {
    const earlier = brief !== body.briefs[0];
    const title = earlier ? "Earlier session" : "";
    try {
      const content = await ask("open", {
        caseId: body.case_id,
        envelopeId: brief.envelope_id,
        wrapped: body.keys[brief.envelope_id],
        kind: "brief",
        contentId: String(brief.revision),
        sealed: brief.sealed,
      });
      const when = element("p", { class: "govuk-hint" }, "As of ", moment(brief.at));
      return [when, ...briefParts(content, title)];
    } catch {
      const text = `${title ? `${title}: this` : "This"} brief could not be opened with your key.`;
      return [element("p", { class: "govuk-inset-text" }, text)];
    }
  }
}

// Somebody else holds the case now: nothing that was opened may stay on the page.
function reload(page) {
  page.querySelector("#brief")?.replaceChildren();
  page.querySelector("#lines")?.replaceChildren();
  hideNumber(page);
  window.htmx.ajax("GET", page.dataset.address, { target: "#page", select: "#page", swap: "outerHTML" });
}
