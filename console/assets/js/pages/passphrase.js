// What a passphrase must have, and one picked by chance.
//
// The wrapped seed may be stolen with the database and tried offline at 600,000 rounds of PBKDF2
// each. Four words that somebody chose are the least that withstands lists of phrases; six words
// picked by chance from the 256 below (48 bits, times 2^19 rounds) cost more than a case is worth.

import { SHORTEST_PASSPHRASE } from "../sealing/index.js";
import { WORDS } from "./words.js";

const LEAST_WORDS = 4;
const SUGGESTED_WORDS = 6;

/** Why `passphrase` will not do; empty where it will. */
export function problemWith(passphrase) {
  const words = passphrase.normalize("NFC").toLowerCase().split(/\s+/u).filter(Boolean);
  if (!words.length) {
    return "Choose a passphrase";
  }
  if (words.length < LEAST_WORDS) {
    return `Use at least ${LEAST_WORDS} words with spaces between`;
  }
  if (new Set(words).size < LEAST_WORDS) {
    return `Use at least ${LEAST_WORDS} different words`;
  }
  if ([...passphrase.normalize("NFC")].length < SHORTEST_PASSPHRASE) {
    return `Use at least ${SHORTEST_PASSPHRASE} characters`;
  }
  return "";
}

/** Words picked by chance, each one of 256. */
export function suggestion() {
  const bytes = crypto.getRandomValues(new Uint8Array(SUGGESTED_WORDS));
  return [...bytes].map((byte) => WORDS[byte]).join(" ");
}
