// Holds the unlocked seed, away from the page: the page can ask for opening and sealing, and can
// never read the seed. The worker lives as long as its page and locks itself when nobody has
// touched the page for a while (docs/adr/0003-unlocked-seed.md).

import {
  fingerprint,
  makeKeyPair,
  openContent,
  openDataKey,
  publicKeyOf,
  sealContent,
  unwrapSeed,
  wrapSeed,
} from "./sealing/index.js";

let idleMs = 0;
let seed = null;
let recipient = null;
let idle = null;
const dataKeys = new Map();

const operations = {
  async make({ passphrase, recipientId }) {
    const pair = await makeKeyPair();
    const wrapped = await wrapSeed(pair.seed, passphrase, recipientId);
    pair.seed.fill(0);
    return {
      publicKey: pair.publicKey,
      wrapped,
      fingerprint: await fingerprint(pair.publicKey),
    };
  },

  async unlock({ wrapped, passphrase, recipientId, publicKey, lockMinutes }) {
    const opened = await unwrapSeed(wrapped, passphrase, recipientId);
    if ((await publicKeyOf(opened)) !== publicKey) {
      opened.fill(0);
      throw named("AnotherKey");
    }
    forget();
    seed = opened;
    recipient = recipientId;
    idleMs = lockMinutes * 60_000;
    touch();
    return true;
  },

  async lock() {
    lock();
    return true;
  },

  async touch() {
    touch();
    return seed !== null;
  },

  async isOpen({ recipientId }) {
    return seed !== null && recipient === recipientId;
  },

  async open({ caseId, envelopeId, wrapped, kind, contentId, sealed }) {
    const key = await dataKey(caseId, envelopeId, wrapped);
    return openContent(key, kind, contentId, sealed);
  },

  async seal({ caseId, envelopeId, wrapped, kind, contentId, value }) {
    const key = await dataKey(caseId, envelopeId, wrapped);
    return sealContent(key, kind, contentId, value);
  },
};

async function dataKey(caseId, envelopeId, wrapped) {
  if (seed === null) {
    throw named("Locked");
  }
  const name = `${caseId}|${envelopeId}`;
  if (!dataKeys.has(name)) {
    dataKeys.set(name, await openDataKey(wrapped, seed, caseId, envelopeId, recipient));
  }
  return dataKeys.get(name);
}

function touch() {
  clearTimeout(idle);
  if (seed !== null) {
    idle = setTimeout(lock, idleMs);
  }
}

function lock() {
  forget();
  self.postMessage({ event: "locked" });
}

function forget() {
  clearTimeout(idle);
  seed?.fill(0);
  seed = null;
  recipient = null;
  dataKeys.clear();
}

function named(name) {
  const error = new Error(name);
  error.name = name;
  return error;
}

self.addEventListener("message", async ({ data }) => {
  try {
    const value = await operations[data.operation](data.values ?? {});
    self.postMessage({ id: data.id, value });
  } catch (error) {
    self.postMessage({ id: data.id, error: error.name });
  }
});
