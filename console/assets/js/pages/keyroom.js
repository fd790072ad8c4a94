// The page's way to the worker that holds the unlocked key.

const TOUCH_EVERY_MS = 20_000;

let worker = null;
let lastTouch = 0;
let open = false;
let next = 1;
const waiting = new Map();
const listeners = new Set();

/** What the worker answers to `operation`; rejects with an error whose name says why. */
export function ask(operation, values) {
  worker ??= start();
  return new Promise((resolve, reject) => {
    waiting.set(next, { resolve, reject });
    worker.postMessage({ id: next, operation, values });
    next += 1;
  });
}

/** Unlock with the passphrase; rejects with `WrongPassphrase` and the like. */
export async function unlock(values) {
  const lockMinutes = Number(document.body.dataset.lockMinutes);
  await ask("unlock", { ...values, lockMinutes });
  tell(true);
}

/** Forget the key now. */
export function lock() {
  return worker ? ask("lock") : Promise.resolve();
}

/** Whether the key is unlocked in this page. */
export function isOpen() {
  return open;
}

/** Call `listener(isOpen)` whenever the key is unlocked or locked; returns how to stop. */
export function onChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function start() {
  const started = new Worker(document.body.dataset.keyWorker, { type: "module" });
  started.addEventListener("message", ({ data }) => receive(data));
  started.addEventListener("error", () => fail());
  for (const name of ["pointerdown", "keydown"]) {
    document.addEventListener(name, touch, { passive: true, capture: true });
  }
  return started;
}

function receive(data) {
  if (data.event === "locked") {
    tell(false);
    return;
  }
  const { resolve, reject } = waiting.get(data.id);
  waiting.delete(data.id);
  if (data.error) {
    const error = new Error(data.error);
    error.name = data.error;
    reject(error);
  } else {
    resolve(data.value);
  }
}

function fail() {
  for (const { reject } of waiting.values()) {
    reject(new Error("the key's worker did not start"));
  }
  waiting.clear();
  tell(false);
}

function touch() {
  const now = Date.now();
  if (open && now - lastTouch > TOUCH_EVERY_MS) {
    lastTouch = now;
    ask("touch").catch(() => {});
  }
}

function tell(isNowOpen) {
  open = isNowOpen;
  for (const listener of [...listeners]) {
    listener(open);
  }
}
