// Pages of people who work with cases. They are swapped by htmx inside one document, so that an
// unlocked key outlives the way from the queue to a case and back.

import { startCase } from "./pages/case.js";
import { startComponents } from "./pages/components.js";
import { startKeyPage } from "./pages/key.js";
import { isOpen, lock, onChange } from "./pages/keyroom.js";
import { startQueue } from "./pages/queue.js";

const PAGES = { case: startCase, key: startKeyPage, queue: startQueue };

document.body.addEventListener("htmx:load", ({ detail }) => start(detail.elt));
document.body.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.target?.id === "page" || detail.elt?.id === "page") {
    const summary = document.querySelector(".govuk-error-summary:not([hidden])");
    (summary ?? document.getElementById("main-content")).focus({ preventScroll: true });
  }
});
// While somebody's press is under way the part that they pressed must not be renewed: htmx reads
// the button's surroundings again when the answer comes.
let underWay = 0;
document.body.addEventListener("htmx:beforeRequest", ({ detail }) => {
  underWay += isWatch(detail.elt) ? 0 : 1;
});
document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
  underWay = Math.max(0, underWay - (isWatch(detail.elt) ? 0 : 1));
});
document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (underWay && isWatch(detail.requestConfig.elt)) {
    detail.shouldSwap = false;
  }
});
document.body.addEventListener("htmx:sseError", () => showLive(false));
document.body.addEventListener("htmx:sseOpen", ({ detail }) => {
  showLive(true);
  // The sign-in ended (time ran out, signed out elsewhere): nothing of the page may stay.
  detail.source.addEventListener("signed-out", () => location.assign("/sign-in/"));
  document.querySelectorAll("[data-watch]").forEach((part) => window.htmx.trigger(part, "refresh"));
  document.getElementById("case")?.dispatchEvent(new CustomEvent("app:catch-up"));
});
document.body.addEventListener("htmx:sendError", () => showLive(false));
onChange(showKey);
start(document.body);

function start(scope) {
  startComponents(scope);
  for (const [name, begin] of Object.entries(PAGES)) {
    const inside = [...scope.querySelectorAll(`[data-page="${name}"]`)];
    const all = scope.matches?.(`[data-page="${name}"]`) ? [scope, ...inside] : inside;
    all.filter((part) => !part.dataset.started).forEach((part) => {
      part.dataset.started = "1";
      begin(part);
    });
  }
  showKey(isOpen());
}

function isWatch(part) {
  return part?.matches?.("[data-watch]") ?? false;
}

function showLive(works) {
  const line = document.getElementById("live-state");
  if (line) {
    line.hidden = works;
  }
}

function showKey(open) {
  const place = document.getElementById("key-status");
  if (!place) {
    return;
  }
  place.hidden = !open;
  if (open && !place.childElementCount) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "app-link-button app-link-button--inverse";
    button.textContent = "Lock";
    button.addEventListener("click", lock);
    place.append("Key unlocked ", button);
  }
}
