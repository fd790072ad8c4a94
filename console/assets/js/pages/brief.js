// The one-page brief: what was told, what was skipped, put off or not known, and what was
// agreed to. Built from text only.

import { element, moment, written } from "./dom.js";
import { FIELDS, PURPOSES, SECTIONS, STATUSES, inWords } from "./labels.js";

/** The opened `brief` as elements; `title` names an earlier session. */
export function briefParts(brief, title) {
  const fields = brief.fields ?? {};
  const parts = title ? [element("h3", { class: "govuk-heading-s app-earlier" }, title)] : [];
  for (const [name, keys] of SECTIONS) {
    parts.push(section(name, keys.filter((key) => key in fields), fields));
  }
  parts.push(section("Other", Object.keys(fields).filter((key) => !(key in FIELDS)), fields));
  parts.push(ownWords(brief.own_words ?? []));
  parts.push(consents(brief.consents ?? []));
  parts.push(numbers(brief.numbers_shared ?? []), notAsked(fields));
  return parts.filter(Boolean);
}

function section(name, keys, fields) {
  if (!keys.length) {
    return null;
  }
  const rows = keys.map((key) => row(FIELDS[key] ?? key, answer(fields[key], key)));
  return element("div", { class: "app-brief__section" }, heading(name), list(rows));
}

function answer(entry, key) {
  if (entry.status !== "given") {
    const text = STATUSES[entry.status] ?? entry.status;
    return element("span", { class: `app-unsaid app-unsaid--${entry.status}` }, text);
  }
  if (key === "danger_now" && entry.value === true) {
    return element("strong", { class: "govuk-tag govuk-tag--red" }, "Yes");
  }
  return written(inWords(entry.value), "span");
}

function ownWords(pieces) {
  const content = pieces.map((piece) =>
    element(
      "blockquote",
      { class: "app-words" },
      written(piece.text ?? ""),
      element("footer", {}, moment(piece.at)),
    ),
  );
  const nothing = element("p", { class: "govuk-body app-unsaid" }, "Nothing written yet.");
  return element(
    "div",
    { class: "app-brief__section" },
    heading("In their own words"),
    ...(content.length ? content : [nothing]),
  );
}

// The newest answer per purpose counts; the list shows what was said, in which wording and when.
function consents(all) {
  const newest = new Map(all.map((entry) => [entry.purpose, entry]));
  const rows = [...new Set([...Object.keys(PURPOSES), ...newest.keys()])].map((purpose) =>
    row(PURPOSES[purpose] ?? purpose, agreed(newest.get(purpose))),
  );
  return element("div", { class: "app-brief__section" }, heading("May be shared with"), list(rows));
}

function agreed(entry) {
  if (!entry) {
    return element("span", { class: "app-unsaid" }, "Not asked");
  }
  const [colour, text] =
    { true: ["green", "Yes"], false: ["red", "No"] }[String(entry.granted)] ?? ["grey", "Not now"];
  const detail = element("span", { class: "app-detail" }, moment(entry.at));
  return element("span", {}, element("strong", { class: `govuk-tag govuk-tag--${colour}` }, text), " ", detail);
}

function numbers(times) {
  if (!times.length) {
    return null;
  }
  const shown = times.map((time) => element("li", {}, moment(time)));
  return element(
    "div",
    { class: "app-brief__section" },
    heading("Telephone numbers shown"),
    element("ul", { class: "govuk-list" }, ...shown),
  );
}

function notAsked(fields) {
  const missing = SECTIONS.flatMap(([, keys]) => keys).filter((key) => !(key in fields));
  if (!missing.length) {
    return null;
  }
  const names = missing.map((key) => FIELDS[key].toLowerCase()).join(", ");
  return element(
    "div",
    { class: "app-brief__section" },
    heading("Not asked yet"),
    element("p", { class: "govuk-body app-unsaid" }, names),
  );
}

function heading(text) {
  return element("h3", { class: "govuk-heading-s" }, text);
}

function list(rows) {
  return element("dl", { class: "govuk-summary-list app-brief" }, ...rows);
}

function row(name, value) {
  return element(
    "div",
    { class: "govuk-summary-list__row" },
    element("dt", { class: "govuk-summary-list__key" }, name),
    element("dd", { class: "govuk-summary-list__value" }, value),
  );
}
