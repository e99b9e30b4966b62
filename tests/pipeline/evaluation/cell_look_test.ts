import assert from "node:assert/strict";
import { cellLook } from "../../../pipeline/evaluation/_cell_look.ts";
import { PALETTE } from "../../../pipeline/pictures/palette.ts";
import { blend, contrast } from "../pictures/_colors.ts";

for (const scheme of ["light", "dark"] as const) {
  Deno.test(`cellLook() makes larger shares darker, and numbers on them readable, ${scheme}`, () => {
    let before = -1;
    for (let percent = 0; percent <= 100; percent++) {
      const { opacity, ink } = cellLook(percent / 100);
      assert.ok(opacity > before && opacity <= 1, `${percent} %: ${opacity}`);
      before = opacity;
      const cell = blend(PALETTE.accent[scheme], PALETTE.paper[scheme], opacity);
      const found = contrast(PALETTE[ink][scheme], cell);
      assert.ok(found >= 4.5, `${percent} %: ${found}`);
    }
  });
}
