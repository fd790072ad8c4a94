// An officer's key pair and the opening of a case's data key: HPKE (RFC 9180, base mode) with
// X-Wing (draft-connolly-cfrg-xwing-kem: ML-KEM-768 + X25519), HKDF-SHA256, AES-256-GCM.
// Fails closed: whatever does not open throws `Tampered`.

import { Aes256Gcm, CipherSuite, HkdfSha256 } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";
import { fromBase64, label, randomBytes, subtle, toBase64 } from "./bytes.js";
import { BadKey, Tampered } from "./errors.js";

export const SEED_BYTES = 32; // X-Wing decapsulation key
const PUBLIC_KEY_BYTES = 1216; // 1,184 ML-KEM-768 + 32 X25519
const ENC_BYTES = 1120; // 1,088 ML-KEM-768 + 32 X25519
const DATA_KEY_BYTES = 32; // AES-256
const TAG_BYTES = 16;
const FINGERPRINT_BYTES = 16;
const INFO = "undertone/v1/case-key";

/** A new key pair: { seed, publicKey (base64) }. The seed must only be stored wrapped (`wrapSeed`). */
export async function makeKeyPair() {
  const seed = randomBytes(SEED_BYTES);
  return { seed, publicKey: await publicKeyOf(seed) };
}

/** The public key (base64) that belongs to a seed. Throws `BadKey`. */
export async function publicKeyOf(seed) {
  mustBeSeed(seed);
  subtle();
  // A copy, and filled afterwards: the library keeps the very array that it is given.
  const copy = Uint8Array.from(seed);
  try {
    const pair = await new XWing().generateKeyPairDerand(copy);
    return toBase64(pair.publicKey.key);
  } finally {
    copy.fill(0);
  }
}

/** SHA-256 of the public key, first 16 bytes, as an officer and an administrator compare it. */
export async function fingerprint(publicKey) {
  const bytes = fromBase64(publicKey);
  if (bytes?.length !== PUBLIC_KEY_BYTES) {
    throw new BadKey(`a public key has ${PUBLIC_KEY_BYTES} bytes`);
  }
  const digest = new Uint8Array(await subtle().digest("SHA-256", bytes)).slice(0, FINGERPRINT_BYTES);
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.match(/.{4}/g).join(" ");
}

/**
 * The data key sealed to this recipient: frozen { key, caseId, envelopeId }, where `key` cannot
 * be read out again. Throws `Tampered` where it was sealed to another recipient, for another
 * case or envelope, or was altered.
 */
export async function openDataKey(wrapped, seed, caseId, envelopeId, recipientId) {
  mustBeSeed(seed);
  const info = label(INFO, [caseId, envelopeId, recipientId], Tampered);
  const bytes = fromBase64(wrapped);
  if (bytes?.length !== ENC_BYTES + DATA_KEY_BYTES + TAG_BYTES) {
    throw new Tampered("the wrapped key has the wrong length");
  }
  const raw = await openWithSeed(bytes, seed, info);
  try {
    const key = await subtle().importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
    return Object.freeze({ key, caseId, envelopeId });
  } finally {
    raw.fill(0);
  }
}

async function openWithSeed(bytes, seed, info) {
  subtle();
  const suite = new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  const copy = Uint8Array.from(seed);
  try {
    const recipientKey = await suite.kem.importKey("raw", copy, false);
    const enc = bytes.slice(0, ENC_BYTES);
    return new Uint8Array(await suite.open({ recipientKey, enc, info }, bytes.slice(ENC_BYTES)));
  } catch {
    throw new Tampered("the case key does not open");
  } finally {
    copy.fill(0);
  }
}

function mustBeSeed(seed) {
  if (!(seed instanceof Uint8Array) || seed.length !== SEED_BYTES) {
    throw new BadKey(`a seed has ${SEED_BYTES} bytes`);
  }
}
