import assert from "node:assert/strict";
import { lostRatios } from "../../../bench/engine/lost_ratios.ts";
import { readEngineResults } from "../../../bench/engine/results.ts";

const { rows } = await readEngineResults();
const compared = rows.filter(({ ratio }) => ratio !== null);

/** The committed rows, faster or slower by a factor. */
function timesAsFast(factor: number) {
  return compared.map((row) => ({ ...row, ratio: factor * row.ratio! }));
}

Deno.test("lostRatios() accepts the committed ratios, slightly lower and higher ones", () => {
  for (const factor of [0.86, 1, 3]) assert.deepEqual(lostRatios(timesAsFast(factor), rows), []);
});

Deno.test("lostRatios() names every ratio below the band", () => {
  const lines = lostRatios(timesAsFast(0.8), rows);
  assert.equal(lines.length, compared.length);
  assert.match(
    lines[0]!,
    /^\(a\) float32: the ratio must be at least \d\.\d\d \(15 % below the committed \d\.\d\d\): current value is \d\.\d\d$/,
  );
});

Deno.test("lostRatios() names rows that were never measured", () => {
  const [row] = compared;
  assert.deepEqual(lostRatios([{ ...row!, row: "z" }], rows), [
    `(z) ${row!.precision}: there is no ratio to compare with`,
  ]);
});
