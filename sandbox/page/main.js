// Starts the page: phones as the sandbox reports them, the form that adds one, the clock.

import * as api from "./api.js";
import { el } from "./elements.js";
import { Phone } from "./phone.js";
import { learnLanguages } from "./words.js";

const phones = new Map();
const shelf = document.getElementById("phones");
const problem = document.getElementById("problem");
const clock = document.getElementById("clock");
let ahead = 0;

const now = () => Date.now() / 1000 + ahead;

function report(error) {
  problem.hidden = error === null;
  problem.textContent = error ? error.message : "";
}

function onView(view) {
  const phone = phones.get(view.id);
  if (phone) {
    phone.render(view);
    return;
  }
  const added = new Phone(view, { report, now });
  phones.set(view.id, added);
  shelf.append(added.node);
  showEmptiness();
}

function onGone(ids) {
  for (const id of ids) {
    phones.get(id)?.node.remove();
    phones.delete(id);
  }
  showEmptiness();
}

function showEmptiness() {
  document.getElementById("no-phones").hidden = phones.size > 0;
}

function onState(connected) {
  if (connected) {
    report(null);
    // After a restart of the sandbox the old phones are gone.
    onGone([...phones.keys()]);
    readClock();
  } else {
    report(new Error("The sandbox does not answer. The page goes on when it is back."));
  }
}

async function readClock() {
  ahead = (await api.readClock()).now - Date.now() / 1000;
  showClock();
}

function showClock() {
  clock.textContent = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" }).format(new Date(now() * 1000));
  for (const phone of phones.values()) phone.render(phone.view);
}

function clockButton(label, hours) {
  const forward = async () => {
    await api.advanceClock(hours * 3600);
    await readClock();
  };
  return el("button", { type: "button", onclick: () => forward().catch(report) }, label);
}

async function addPhone(event) {
  event.preventDefault();
  const form = event.target;
  try {
    await api.addPhone(form.elements.name.value, form.elements.language.value.trim());
    form.elements.name.value = "";
    report(null);
  } catch (error) {
    report(error);
  }
}

async function start() {
  const { languages } = await api.readLanguages();
  learnLanguages(languages);
  document.getElementById("languages").append(
    ...languages.map((one) => el("option", { value: one.code }, `${one.native} (${one.english})`)));
  api.watchPhones({ onView, onGone, onState });
}

document.getElementById("add-phone").addEventListener("submit", addPhone);
document.getElementById("clock-buttons").append(clockButton("1 hour later", 1), clockButton("1 day later", 24));
setInterval(showClock, 20_000);
start().catch(report);
