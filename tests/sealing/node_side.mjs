// The browser's modules, driven from Python: one JSON call per line in, one JSON answer per line out.
// Bytes travel as base64. Only the real modules do the work.

import { createInterface } from "node:readline";
import { Aes256Gcm, CipherSuite, HkdfSha256 } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";
import * as sealing from "../../console/assets/js/sealing/index.js";

const bytes = (text) => Uint8Array.from(Buffer.from(text, "base64"));
const base64 = (data) => Buffer.from(data).toString("base64");
const dataKey = (k) =>
  sealing.openDataKey(k.wrapped, bytes(k.seed), k.case_id, k.envelope_id, k.recipient_id);

const calls = {
  async makeKeyPair() {
    const { seed, publicKey } = await sealing.makeKeyPair();
    return { seed: base64(seed), publicKey };
  },
  publicKeyOf: (seed) => sealing.publicKeyOf(bytes(seed)),
  fingerprint: (publicKey) => sealing.fingerprint(publicKey),
  wrapSeed: (seed, passphrase, id) => sealing.wrapSeed(bytes(seed), passphrase, id),
  unwrapSeed: async (wrapped, passphrase, id) =>
    base64(await sealing.unwrapSeed(wrapped, passphrase, id)),
  async dataKeyFacts(key) {
    const opened = await dataKey(key);
    return { extractable: opened.key.extractable, frozen: Object.isFrozen(opened) };
  },
  openContent: async (key, kind, id, sealed) =>
    sealing.openContent(await dataKey(key), kind, id, sealed),
  sealContent: async (key, kind, id, object) =>
    sealing.sealContent(await dataKey(key), kind, id, object),
  // What JSON cannot carry here: values that only JavaScript has.
  sealOddity: async (key, name) =>
    sealing.sealContent(await dataKey(key), "brief", "1", {
      undefined: { text: undefined },
      nan: { number: NaN },
      function: { text: () => "" },
      array: ["text"],
      nothing: null,
      large: { text: "a".repeat(2 ** 21) },
    }[name]),
  // HPKE's other direction with the same libraries; pages have no use for it.
  async wrapDataKey(secret, publicKey, info) {
    const suite = new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
    const recipientPublicKey = await suite.kem.importKey("raw", bytes(publicKey), true);
    const sender = { recipientPublicKey, info: new TextEncoder().encode(info) };
    const { enc, ct } = await suite.seal(sender, bytes(secret));
    return base64(Buffer.concat([Buffer.from(enc), Buffer.from(ct)]));
  },
};

async function answer(line) {
  const { call, args } = JSON.parse(line);
  try {
    return { value: await calls[call](...args) };
  } catch (error) {
    return { error: error.name, ours: error instanceof sealing.SealingError };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(line))}\n`);
}
