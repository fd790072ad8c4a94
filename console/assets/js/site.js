// On every page: what GOV.UK Frontend does inline elsewhere, its components, and a word where a
// passkey was not used.

import { startComponents } from "./pages/components.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
startComponents(document.body);

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const line = document.getElementById("passkey-error");
  if (line) {
    line.hidden = false;
  }
});
