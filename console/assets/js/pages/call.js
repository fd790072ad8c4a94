// The call of a case: its number is opened here, on press, and goes away with the key.

import { postJson, renew, say } from "./dom.js";
import { ask, isOpen } from "./keyroom.js";

/** Follow presses on the case's page; the part with the call is swapped whenever it changes. */
export function startCall(page) {
  page.addEventListener("click", (event) => {
    const button = event.target.closest("#show-number");
    if (button) {
      showNumber(page, button);
    }
  });
}

/** Ask for the part anew where the server has another version of it. */
export function followCall(page, version) {
  const part = page.querySelector("#call");
  if (part && version !== part.dataset.version) {
    renew("call-watch");
  }
}

/** Take the number off the page. */
export function hideNumber(page) {
  const place = page.querySelector("#call-number");
  if (place && !place.hidden) {
    place.hidden = true;
    place.textContent = "";
    page.querySelector("#show-number").hidden = false;
  }
}

async function showNumber(page, button) {
  const error = page.querySelector("#call-error");
  error.hidden = true;
  if (!isOpen()) {
    problem(error, "Unlock your key first.");
    page.querySelector("#passphrase").focus();
    return;
  }
  button.disabled = true;
  try {
    const { status, body } = await postJson(button.dataset.address, {});
    if (status !== 200) {
      problem(error, body.text ?? "The number could not be fetched. Try again.");
    } else {
      put(page, button, await open(page, body));
    }
  } catch {
    problem(error, "The number could not be opened with your key.");
  }
  button.disabled = false;
}

async function open(page, body) {
  const content = await ask("open", {
    caseId: page.dataset.case,
    envelopeId: body.envelope_id,
    wrapped: body.wrapped,
    kind: "callback",
    contentId: body.message_id,
    sealed: body.sealed,
  });
  return String(content.number);
}

// The part may have been swapped, or the key locked, while the number was on its way.
function put(page, button, number) {
  const place = page.querySelector("#call-number");
  if (!button.isConnected || !place || !isOpen()) {
    return;
  }
  place.textContent = number;
  place.dir = "ltr";
  place.hidden = false;
  button.hidden = true;
  place.tabIndex = -1;
  place.focus();
  say("The number is shown");
}

function problem(line, text) {
  line.textContent = text;
  line.hidden = false;
}
