// Bundles one entry the way `npm run build` does: node bundle_page.mjs ENTRY FOLDER

import { bundleScripts } from "../../console/assets/bundle.mjs";

const [, , entry, folder] = process.argv;
await bundleScripts([entry], folder);
