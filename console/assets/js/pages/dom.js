// Elements from text. What clients wrote only ever becomes text, never markup.

/** An element with attributes and children; strings become text nodes. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) {
      made.setAttribute(key, value);
    }
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** Text that a client or officer wrote, in whichever direction it runs. */
export function written(text, name = "p", className = "") {
  return element(name, { dir: "auto", class: className || null }, text);
}

const TIME = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/London",
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});

/** A moment as UK time. */
export function moment(iso) {
  const when = new Date(iso);
  const text = Number.isNaN(when.getTime()) ? iso : TIME.format(when);
  return element("time", { datetime: iso }, text);
}

/** Say something to screen readers without moving focus. */
export function say(text) {
  document.getElementById("spoken").textContent = text;
}

/** Show or hide the error of a field and mark its group. */
export function fieldError(field, line, text) {
  const group = field.closest(".govuk-form-group");
  line.hidden = !text;
  line.textContent = text ? `Error: ${text}` : "";
  group?.classList.toggle("govuk-form-group--error", Boolean(text));
  field.classList.toggle("govuk-input--error", Boolean(text));
  field.setAttribute("aria-invalid", text ? "true" : "false");
}

/** POST JSON to our own server; resolves to { status, body }. */
export async function postJson(address, value) {
  const response = await fetch(address, {
    method: "POST",
    headers: {
      Accept: "application/json",
      "Content-Type": "application/json",
      "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content,
    },
    body: JSON.stringify(value),
  });
  return read(response);
}

/** Ask for a part of the page anew; it is not there any more where the reader went on meanwhile. */
export function renew(id) {
  const part = document.getElementById(id);
  if (part) {
    window.htmx.trigger(part, "refresh");
  }
}

/** GET JSON; `background` marks what the page asks by itself. */
export async function getJson(address, { background = false } = {}) {
  const headers = { Accept: "application/json" };
  if (background) {
    headers["X-Background"] = "1";
  }
  return read(await fetch(address, { headers }));
}

async function read(response) {
  if (response.status === 401) {
    location.assign("/sign-in/");
  }
  const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
  return { status: response.status, body: isJson ? await response.json() : {} };
}
