// Opening and sealing in the officer's browser. Everything that a page needs, and nothing else.

export { KIND, openContent, sealContent } from "./content.js";
export {
  BadKey,
  BadWrappedSeed,
  InsecurePage,
  PassphraseTooShort,
  SealingError,
  SealingFailed,
  Tampered,
  WrongPassphrase,
} from "./errors.js";
export { SHORTEST_PASSPHRASE, unwrapSeed, wrapSeed } from "./seed.js";
export { fingerprint, makeKeyPair, openDataKey, publicKeyOf } from "./xwing.js";
