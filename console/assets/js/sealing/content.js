// Content of a case: one JSON object, padded to a bucket and sealed with AES-256-GCM under the
// case's data key. Case, envelope, kind and content id are authenticated with it, so that a
// sealed text cannot be shown in another place. Fails closed.

import { concat, fromBase64, label, randomBytes, subtle, toBase64, utf8 } from "./bytes.js";
import { SealingFailed, Tampered } from "./errors.js";

export const KIND = Object.freeze({
  BRIEF: "brief",
  CLIENT_MESSAGE: "client_message",
  OFFICER_MESSAGE: "officer_message",
  CALLBACK: "callback",
});
// Random 96-bit nonces: NIST SP 800-38D section 8.3 allows 2^32 of them under one key, and a
// data key lives for one session.
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const LENGTH_BYTES = 4;
export const BUCKETS = Object.freeze([512, 2048, 8192, 32768, 131072, 524288, 2097152]);
const AAD = "undertone/v1/content";
const KINDS = new Set(Object.values(KIND));

/** `object` sealed as base64. Throws `SealingFailed`; then nothing may be sent. */
export async function sealContent(dataKey, kind, contentId, object) {
  const additionalData = boundTo(dataKey, kind, contentId, SealingFailed);
  const padded = pad(object);
  const iv = randomBytes(NONCE_BYTES);
  let sealed;
  try {
    sealed = await subtle().encrypt({ name: "AES-GCM", iv, additionalData }, dataKey.key, padded);
  } catch {
    throw new SealingFailed("the text could not be sealed");
  }
  return toBase64(concat(iv, new Uint8Array(sealed)));
}

/** The object sealed in base64. Throws `Tampered` where it was sealed for any other place or altered. */
export async function openContent(dataKey, kind, contentId, sealed) {
  const additionalData = boundTo(dataKey, kind, contentId, Tampered);
  const bytes = fromBase64(sealed);
  if (!bytes || !BUCKETS.includes(bytes.length - NONCE_BYTES - TAG_BYTES)) {
    throw new Tampered("the sealed text has the wrong length");
  }
  const iv = bytes.slice(0, NONCE_BYTES);
  let padded;
  try {
    const opened = await subtle().decrypt(
      { name: "AES-GCM", iv, additionalData },
      dataKey.key,
      bytes.slice(NONCE_BYTES),
    );
    padded = new Uint8Array(opened);
  } catch {
    throw new Tampered("the sealed text does not open");
  }
  return parse(unpad(padded));
}

function boundTo(dataKey, kind, contentId, ErrorClass) {
  if (!(dataKey?.key instanceof CryptoKey) || !KINDS.has(kind)) {
    throw new ErrorClass("no data key, or an unknown kind of content");
  }
  return label(AAD, [dataKey.caseId, dataKey.envelopeId, kind, contentId], ErrorClass);
}

function pad(object) {
  if (!isObject(object)) {
    throw new SealingFailed("content is one JSON object");
  }
  const text = utf8(asJson(object));
  const bucket = BUCKETS.find((size) => size >= text.length + LENGTH_BYTES);
  if (!bucket) {
    throw new SealingFailed("the content is larger than the largest bucket");
  }
  const padded = new Uint8Array(bucket);
  new DataView(padded.buffer).setUint32(0, text.length);
  padded.set(text, LENGTH_BYTES);
  return padded;
}

function asJson(object) {
  let text;
  try {
    text = JSON.stringify(object, refuseUnfaithful);
  } catch {
    throw new SealingFailed("the content is not plain JSON");
  }
  if (typeof text !== "string") {
    throw new SealingFailed("the content is not plain JSON");
  }
  return text;
}

// JSON.stringify would write NaN as null and leave undefined and functions out; half a text is
// worse than none. Half a surrogate pair cannot travel as UTF-8.
function refuseUnfaithful(name, value) {
  const faithful =
    value === null ||
    typeof value === "boolean" ||
    typeof value === "object" ||
    (typeof value === "number" && Number.isFinite(value)) ||
    (typeof value === "string" && value.isWellFormed());
  if (!faithful || !name.isWellFormed()) {
    throw new TypeError("not plain JSON");
  }
  return value;
}

function unpad(padded) {
  const length = new DataView(padded.buffer).getUint32(0);
  const end = LENGTH_BYTES + length;
  const smallest = BUCKETS.find((size) => size >= end);
  if (smallest !== padded.length || padded.subarray(end).some((byte) => byte !== 0)) {
    throw new Tampered("the padding is not ours");
  }
  return padded.subarray(LENGTH_BYTES, end);
}

function parse(bytes) {
  let object;
  try {
    object = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new Tampered("the content is not JSON");
  }
  if (!isObject(object)) {
    throw new Tampered("the content is not a JSON object");
  }
  return object;
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
