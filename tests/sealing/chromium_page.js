// What a page of the console does with the sealing modules, bundled as the console's pages are.

import * as sealing from "../../console/assets/js/sealing/index.js";

const violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  violations.push(`${event.violatedDirective} ${event.blockedURI}`);
});

async function work() {
  const given = await (await fetch("/given.json")).json();
  const seed = await sealing.unwrapSeed(given.wrapped_seed, given.passphrase, given.recipient_id);
  const open = (wrapped, caseId) =>
    sealing.openDataKey(wrapped, seed, caseId, given.envelope_id, given.recipient_id);
  const key = await open(given.wrapped_key, given.case_id);
  const pair = await sealing.makeKeyPair();
  return {
    opened: await sealing.openContent(key, "brief", "1", given.sealed),
    answer: await sealing.sealContent(key, "officer_message", given.message_id, given.reply),
    wrongPassphrase: await nameOf(sealing.unwrapSeed(given.wrapped_seed, "another", given.recipient_id)),
    otherCase: await nameOf(open(given.wrapped_key, given.message_id)),
    exported: await nameOf(crypto.subtle.exportKey("raw", key.key)),
    newPublicKey: pair.publicKey,
    newWrappedSeed: await sealing.wrapSeed(pair.seed, given.passphrase, given.recipient_id),
  };
}

async function nameOf(promise) {
  return promise.then(() => "no error", (error) => error.name);
}

work()
  .catch((error) => ({ error: `${error.name}: ${error.message}` }))
  .then((result) => {
    document.querySelector("#result").textContent = JSON.stringify({ ...result, violations });
    document.body.dataset.done = "yes";
  });
