// The officer's seed at rest: wrapped by a key that only the passphrase gives. The server stores
// the wrapped form and cannot open it. Python's counterpart is undertone/sealing/keys.py.

import { fromBase64, label, randomBytes, subtle, toBase64, utf8 } from "./bytes.js";
import { BadKey, BadWrappedSeed, PassphraseTooShort, WrongPassphrase } from "./errors.js";
import { SEED_BYTES } from "./xwing.js";

const KDF = "PBKDF2-HMAC-SHA256";
const ITERATIONS = 600_000; // OWASP Password Storage Cheat Sheet for PBKDF2-HMAC-SHA256
const SALT_BYTES = 16; // NIST SP 800-132: at least 128 bits
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const AAD = "undertone/v1/officer-seed";
const MEMBERS = "ct,iterations,kdf,nonce,salt,v";
/** NIST SP 800-63B-4 asks 15 characters of a password that nothing else backs. */
export const SHORTEST_PASSPHRASE = 15;

/** The seed wrapped for storage, as a plain object. Throws `PassphraseTooShort` or `BadKey`. */
export async function wrapSeed(seed, passphrase, recipientId) {
  if (!(seed instanceof Uint8Array) || seed.length !== SEED_BYTES) {
    throw new BadKey(`a seed has ${SEED_BYTES} bytes`);
  }
  const composed = compose(passphrase);
  if ([...composed].length < SHORTEST_PASSPHRASE) {
    throw new PassphraseTooShort(`use at least ${SHORTEST_PASSPHRASE} characters`);
  }
  const additionalData = label(AAD, [recipientId], BadKey);
  const salt = randomBytes(SALT_BYTES);
  const iv = randomBytes(NONCE_BYTES);
  const key = await keyFrom(composed, salt, "encrypt");
  const ct = await subtle().encrypt({ name: "AES-GCM", iv, additionalData }, key, seed);
  return {
    v: 1,
    kdf: KDF,
    iterations: ITERATIONS,
    salt: toBase64(salt),
    nonce: toBase64(iv),
    ct: toBase64(new Uint8Array(ct)),
  };
}

/** The seed (32 bytes). Throws `WrongPassphrase`, or `BadWrappedSeed` where the form is not ours. */
export async function unwrapSeed(wrapped, passphrase, recipientId) {
  const { salt, nonce, ct } = read(wrapped);
  const additionalData = label(AAD, [recipientId], BadWrappedSeed);
  const key = await keyFrom(compose(passphrase), salt, "decrypt");
  try {
    const opened = await subtle().decrypt({ name: "AES-GCM", iv: nonce, additionalData }, key, ct);
    return new Uint8Array(opened);
  } catch {
    throw new WrongPassphrase("the passphrase does not open this key");
  }
}

// One form for one passphrase, whichever way a keyboard composes letters (RFC 8265, OpaqueString).
function compose(passphrase) {
  if (typeof passphrase !== "string" || !passphrase.isWellFormed()) {
    throw new WrongPassphrase("a passphrase is text");
  }
  return passphrase.normalize("NFC");
}

async function keyFrom(passphrase, salt, usage) {
  const base = await subtle().importKey("raw", utf8(passphrase), "PBKDF2", false, ["deriveKey"]);
  return subtle().deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: ITERATIONS },
    base,
    { name: "AES-GCM", length: 256 },
    false,
    [usage],
  );
}

function read(wrapped) {
  const form = typeof wrapped === "string" ? parse(wrapped) : wrapped;
  const known =
    typeof form === "object" && form !== null && Object.keys(form).sort().join(",") === MEMBERS;
  if (!known || form.v !== 1 || form.kdf !== KDF || form.iterations !== ITERATIONS) {
    throw new BadWrappedSeed("the stored key is not in the form of this release");
  }
  const parts = { salt: fromBase64(form.salt), nonce: fromBase64(form.nonce), ct: fromBase64(form.ct) };
  const lengths = [parts.salt?.length, parts.nonce?.length, parts.ct?.length];
  if (lengths.join() !== [SALT_BYTES, NONCE_BYTES, SEED_BYTES + TAG_BYTES].join()) {
    throw new BadWrappedSeed("a part of the stored key has the wrong length");
  }
  return parts;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadWrappedSeed("the stored key is not JSON");
  }
}
