// "Your key": made here, the seed wrapped here; only the wrapped seed and the public key leave.

import { element, fieldError, postJson } from "./dom.js";
import { ask } from "./keyroom.js";
import { problemWith, suggestion } from "./passphrase.js";

/** Start on the key page. */
export function startKeyPage(page) {
  const form = page.querySelector("#make-key");
  if (!form) {
    return;
  }
  form.hidden = false;
  form.querySelector("#suggest").addEventListener("click", () => {
    const place = form.querySelector("#suggestion");
    place.hidden = false;
    place.replaceChildren(
      element("strong", {}, suggestion()),
      element("br"),
      "Write it down and keep it where nobody else looks. Then type it twice.",
    );
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    make(page, form);
  });
}

async function make(page, form) {
  const first = form.querySelector("#new-passphrase");
  const again = form.querySelector("#again");
  const problems = [
    [first, problemWith(first.value)],
    [again, first.value === again.value ? "" : "The two passphrases differ"],
  ];
  for (const [field, text] of problems) {
    fieldError(field, form.querySelector(`#${field.id}-error`), text);
  }
  if (summary(form, problems.filter(([, text]) => text))) {
    return;
  }
  const button = form.querySelector("#make");
  button.disabled = true;
  button.textContent = "Making your key…";
  try {
    await keep(page, first.value);
    first.value = again.value = "";
    window.htmx.ajax("GET", page.dataset.done, { target: "#page", select: "#page", swap: "outerHTML" });
  } catch {
    summary(form, [[first, "The key could not be made. Load the page again and retry."]]);
    button.disabled = false;
    button.textContent = "Make my key";
  }
}

async function keep(page, passphrase) {
  const recipientId = crypto.randomUUID();
  const made = await ask("make", { passphrase, recipientId });
  const { status } = await postJson(page.dataset.save, {
    recipient_id: recipientId,
    public_key: made.publicKey,
    wrapped_seed: made.wrapped,
  });
  if (status !== 201) {
    throw new Error("not kept");
  }
}

function summary(form, problems) {
  const box = form.querySelector("#key-errors");
  box.hidden = problems.length === 0;
  const links = problems.map(([field, text]) =>
    element("li", {}, element("a", { href: `#${field.id}` }, text)),
  );
  box.querySelector("ul").replaceChildren(...links);
  if (problems.length) {
    box.focus();
  }
  return problems.length > 0;
}
