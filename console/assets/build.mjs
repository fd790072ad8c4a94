// `npm run build`: console/assets → console/static/build. Does nothing when the sources have not
// changed since the last build (`--force` builds anyway). The finished folder is swapped in, so
// that an interrupted build leaves the old one as it was.

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleScripts } from "./bundle.mjs";
import { compileStyles } from "./styles.mjs";

const ASSETS = dirname(fileURLToPath(import.meta.url));
const ROOT = resolve(ASSETS, "../..");
const TARGET = join(ROOT, "console/static/build");
const STAMP = ".sources";

async function main() {
  const stamp = hashOfSources();
  if (!process.argv.includes("--force") && stamp === lastStamp()) {
    console.log("assets are up to date");
    return;
  }
  const started = Date.now();
  const fresh = `${TARGET}.new-${process.pid}`;
  try {
    mkdirSync(fresh, { recursive: true });
    const entries = entryScripts();
    await bundleScripts(entries, join(fresh, "js"));
    writeFileSync(join(fresh, "console.css"), compileStyles(join(ASSETS, "scss/console.scss"), ROOT));
    writeFileSync(join(fresh, STAMP), stamp);
    swapIn(fresh);
    console.log(`assets built in ${Date.now() - started} ms: ${entries.length} scripts, 1 stylesheet`);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function entryScripts() {
  const folder = join(ASSETS, "js");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".js"))
    .sort()
    .map((name) => join(folder, name));
}

function hashOfSources() {
  const hash = createHash("sha256");
  const sources = readdirSync(ASSETS, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of [...sources.sort(), join(ROOT, "package-lock.json")]) {
    const content = readFileSync(file);
    hash.update(`${relative(ROOT, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

function lastStamp() {
  try {
    return readFileSync(join(TARGET, STAMP), "utf8");
  } catch {
    return null; // never built
  }
}

// Another build may put its own result there between our two steps: then ours goes on top.
function swapIn(fresh, attempts = 3) {
  try {
    renameSync(TARGET, `${TARGET}.old-${process.pid}-${attempts}`);
  } catch (error) {
    if (error.code !== "ENOENT") {
      throw error;
    }
  }
  try {
    renameSync(fresh, TARGET);
  } catch (error) {
    if (error.code !== "ENOTEMPTY" || attempts === 1) {
      throw error;
    }
    swapIn(fresh, attempts - 1);
  }
  removeLeftOvers();
}

// Our own old folder, and those of builds that were killed; not those of a build that runs.
function removeLeftOvers() {
  const folder = dirname(TARGET);
  for (const name of readdirSync(folder)) {
    const [, maker] = name.match(/^build\.(?:new|old)-(\d+)/) ?? [];
    if (maker && (Number(maker) === process.pid || !isRunning(Number(maker)))) {
      rmSync(join(folder, name), { recursive: true, force: true });
    }
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

main().catch((error) => {
  console.error(`assets were not built: ${error.message}`);
  process.exitCode = 1;
});
