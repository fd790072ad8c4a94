// Scripts for the browser: each entry becomes one whole module, minified, without source maps.

import { readFileSync } from "node:fs";
import { build } from "esbuild";

const FORBIDDEN = [/\beval\s*\(/, /\bnew Function\b/, /\bMath\.random\b/, /sourceMappingURL/];

// The sealing libraries name Node's "crypto" for releases before 19; browsers never get there,
// and a shipped module should not name what it cannot load.
const noNodeCrypto = {
  name: "no-node-crypto",
  setup(bundler) {
    bundler.onResolve({ filter: /^crypto$/ }, () => ({ path: "crypto", namespace: "nothing" }));
    bundler.onLoad({ filter: /.*/, namespace: "nothing" }, () => ({ contents: "export {};" }));
  },
};

/** Bundle every file of `entries` into `folder`. Throws where the result breaks the page's policy. */
export async function bundleScripts(entries, folder) {
  const result = await build({
    entryPoints: entries,
    outdir: folder,
    bundle: true,
    format: "esm",
    target: ["es2022"],
    platform: "browser",
    minify: true,
    charset: "utf8",
    legalComments: "inline",
    metafile: true,
    logLevel: "warning",
    plugins: [noNodeCrypto],
  });
  for (const file of Object.keys(result.metafile.outputs)) {
    const text = readFileSync(file, "utf8");
    const found = FORBIDDEN.find((pattern) => pattern.test(text));
    if (found) {
      throw new Error(`${file} holds ${found.source}, which pages may not use`);
    }
  }
}
