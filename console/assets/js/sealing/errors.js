// One class per situation; a page decides by `error.name` or `instanceof` what to tell the
// officer. No error carries content, keys or passphrases.

export class SealingError extends Error {
  constructor(message) {
    super(message);
    this.name = new.target.NAME;
  }
}

/** What was to be opened is not what was sealed for these ids: altered, swapped, cut or for somebody else. */
export class Tampered extends SealingError {
  static NAME = "Tampered";
}

/** Nothing was sealed, so nothing may be sent or stored. */
export class SealingFailed extends SealingError {
  static NAME = "SealingFailed";
}

/** The passphrase does not open this seed (or the wrapped seed was altered: the two look alike). */
export class WrongPassphrase extends SealingError {
  static NAME = "WrongPassphrase";
}

export class PassphraseTooShort extends SealingError {
  static NAME = "PassphraseTooShort";
}

/** The wrapped seed is not in the form that this release writes. */
export class BadWrappedSeed extends SealingError {
  static NAME = "BadWrappedSeed";
}

/** A seed or public key of the wrong shape. */
export class BadKey extends SealingError {
  static NAME = "BadKey";
}

/** The browser offers no cryptography here: the page came neither over https nor from this machine. */
export class InsecurePage extends SealingError {
  static NAME = "InsecurePage";
}
