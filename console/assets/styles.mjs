// The one stylesheet, from console/assets/scss/console.scss.

import { join } from "node:path";
import { compile } from "sass";

/** Compressed CSS. Throws where it would load a file or name what only GOV.UK may use. */
export function compileStyles(source, root) {
  const { css } = compile(source, {
    loadPaths: [join(root, "node_modules")],
    style: "compressed",
    quietDeps: true,
  });
  const loaded = css.match(/url\((?!["']?data:)[^)]*\)/);
  if (loaded) {
    throw new Error(`the stylesheet loads ${loaded[0]}: leave out the component that names it`);
  }
  if (/GDS Transport/i.test(css)) {
    throw new Error("the stylesheet names GDS Transport, a font for the gov.uk domain only");
  }
  return css;
}
