// Base64, labels and equal-for-both-ends checks. Python's counterpart is undertone/sealing/wire.py.

import { InsecurePage } from "./errors.js";

const CHUNK = 0x8000; // String.fromCharCode takes its bytes as arguments, of which there is a limit
const ID = /^[A-Za-z0-9_-]{1,64}$/;
const TEXT = new TextEncoder();

/** WebCrypto, or InsecurePage where the browser withholds it. */
export function subtle() {
  const found = globalThis.crypto?.subtle;
  if (!found) {
    throw new InsecurePage("open this page over https");
  }
  return found;
}

export function randomBytes(length) {
  subtle();
  return globalThis.crypto.getRandomValues(new Uint8Array(length));
}

export function utf8(text) {
  return TEXT.encode(text);
}

/** Standard base64 with padding. */
export function toBase64(bytes) {
  let binary = "";
  for (let at = 0; at < bytes.length; at += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(binary);
}

/** The bytes of canonical base64, or null: `atob` alone forgives spaces, missing padding and stray bits. */
export function fromBase64(text) {
  if (typeof text !== "string") {
    return null;
  }
  let binary;
  try {
    binary = atob(text);
  } catch {
    return null;
  }
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  return toBase64(bytes) === text ? bytes : null;
}

export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** `name|id|id…` as bytes; ids hold no "|", so no two lists of ids give the same label. */
export function label(name, ids, ErrorClass) {
  for (const id of ids) {
    if (typeof id !== "string" || !ID.test(id)) {
      throw new ErrorClass("an id is missing or holds other than letters, digits, - and _");
    }
  }
  return utf8([name, ...ids].join("|"));
}
