// Talks to the sandbox's control interface.

async function call(method, path, body) {
  const options = { method, headers: {} };
  if (body !== undefined) {
    options.headers["content-type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  const answer = await fetch(`/sandbox${path}`, options);
  const content = await answer.json();
  if (!answer.ok) throw new Error(content.error || `error ${answer.status}`);
  return content;
}

export const addPhone = (name, language) =>
  call("POST", "/phones", { name, language_code: language, open: false });
export const removePhone = (id) => call("DELETE", `/phones/${id}`);
export const addGroup = (title, members) => call("POST", "/groups", { title, members });
export const doOnPhone = (id, what, given = {}) => call("POST", `/phones/${id}/${what}`, given);
export const readLanguages = () => call("GET", "/languages");
export const readClock = () => call("GET", "/clock");
export const advanceClock = (seconds) => call("POST", "/clock", { advance: seconds });

/** Calls back with every new view of any phone, and with the ids of phones that went. */
export function watchPhones({ onView, onGone, onState }) {
  const stream = new EventSource("/sandbox/events");
  stream.addEventListener("view", (event) => onView(JSON.parse(event.data)));
  stream.addEventListener("gone", (event) => onGone(JSON.parse(event.data).ids));
  stream.addEventListener("open", () => onState(true));
  stream.addEventListener("error", () => onState(false));
}
