import assert from "node:assert/strict";
import { PALETTE, type SchemeColor } from "../../../pipeline/pictures/palette.ts";
import { paletteCss } from "../../../pipeline/pictures/palette_css.ts";
import { contrast, oklabDistance, seenWith, VISIONS } from "./_colors.ts";

type Name = keyof typeof PALETTE;

/** Level AA: of text, and of what is drawn. */
const CONTRAST = { text: 4.5, drawn: 3 } as const;

/** A pair of colors of this distance is told apart at a glance in a thin line. */
const DISTANCE = 0.1;

const SCHEMES: readonly (keyof SchemeColor)[] = ["light", "dark"];
const TEXTS: readonly (readonly [text: Name, background: Name])[] = [
  ["ink", "paper"],
  ["ink", "field"],
  ["muted", "paper"],
  ["muted", "field"],
  ["accent", "paper"],
  ["accent", "field"],
  ["on-accent", "accent"],
  ["problem", "paper"],
];
const SERIES = (Object.keys(PALETTE) as Name[]).filter((name) => name.startsWith("series-"));

for (const scheme of SCHEMES) {
  for (const [text, background] of TEXTS) {
    Deno.test(`PALETTE: ${text} is readable on ${background}, ${scheme}`, () => {
      const found = contrast(PALETTE[text][scheme], PALETTE[background][scheme]);
      assert.ok(found >= CONTRAST.text, `${found}`);
    });
  }

  for (const background of ["paper", "field"] as const) {
    Deno.test(`PALETTE: curves stand out from ${background}, ${scheme}`, () => {
      for (const name of SERIES) {
        const found = contrast(PALETTE[name][scheme], PALETTE[background][scheme]);
        assert.ok(found >= CONTRAST.drawn, `${name}: ${found}`);
      }
    });
  }

  for (const vision of VISIONS) {
    Deno.test(`PALETTE: curves are told apart with ${vision}, ${scheme}`, () => {
      const colors = SERIES.map((name) => seenWith(vision, PALETTE[name][scheme]));
      for (const [index, color] of colors.entries()) {
        for (const [further, compared] of colors.slice(index + 1).entries()) {
          const found = oklabDistance(color, compared);
          assert.ok(
            found >= DISTANCE,
            `${SERIES[index]}, ${SERIES[index + 1 + further]}: ${found}`,
          );
        }
      }
    });
  }
}

Deno.test("paletteCss() has a variable for each color in both schemes", () => {
  const [light = "", dark = ""] = paletteCss().split("prefers-color-scheme: dark");
  for (const [name, color] of Object.entries(PALETTE)) {
    assert.ok(light.includes(` --${name}: ${color.light};`), name);
    assert.ok(dark.includes(` --${name}: ${color.dark};`), name);
  }
});

Deno.test("The hand-drawn image of the documentation has no color of its own", async () => {
  const file = new URL("../../../docs/images/stream.svg", import.meta.url);
  const known: readonly string[] = Object.values(PALETTE).flatMap((color) => Object.values(color));
  const used = (await Deno.readTextFile(file)).match(/#[0-9a-f]{3,8}\b/g) ?? [];
  assert.ok(used.length > 10);
  assert.deepEqual(used.filter((color) => !known.includes(color)), []);
});
