// The queue renews itself; the tab's title counts who waits, and changes are spoken.

import { say } from "./dom.js";

let before = null;

/** Start on the list, each time it was swapped in. */
export function startQueue(list) {
  const waiting = Number(list.dataset.waiting);
  const urgent = Number(list.dataset.urgent);
  document.title = waiting ? `(${waiting}) Queue – Undertone` : "Queue – Undertone";
  const now = `${waiting}/${urgent}`;
  if (before !== null && before !== now) {
    say(urgent ? `${waiting} waiting, ${urgent} urgent` : `${waiting} waiting`);
  }
  before = now;
}
