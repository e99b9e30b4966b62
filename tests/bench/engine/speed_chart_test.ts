import assert from "node:assert/strict";
import { speedChart } from "../../../bench/engine/speed_chart.ts";
import { RESULTS, ROWS } from "./_results.ts";

/** The numbers of an attribute of all elements of a kind. */
function numbersOf(svg: string, pattern: RegExp): number[] {
  return Array.from(svg.matchAll(pattern), ([, value]) => Number(value));
}

Deno.test("speedChart() draws bars in proportion to the times, and names both", () => {
  const svg = speedChart({ ...RESULTS, rows: ROWS.slice(0, 1) });
  const lengths = numbersOf(svg, /<rect class="(?:accent|muted)"[^>]* width="([\d.]+)"/g);
  // After the two squares of the legend.
  assert.deepEqual(lengths.slice(2), [210, 420]);
  for (
    const text of ["(a) Small network", "100 ms, 2.00 times as fast", "200 ms, compile"]
  ) {
    assert.ok(svg.includes(`>${text}</text>`), text);
  }
});

Deno.test("speedChart() keeps bars of slower steps within the picture", () => {
  const lengths = numbersOf(
    speedChart(RESULTS),
    /<rect class="(?:accent|muted)"[^>]* width="([\d.]+)"/g,
  );
  assert.equal(Math.max(...lengths), 420);
});

Deno.test("speedChart() leaves out rows without PyTorch", () => {
  const svg = speedChart(RESULTS);
  assert.ok(!svg.includes("(b)"));
  assert.ok(!svg.includes("NaN"));
});

Deno.test("speedChart() escapes titles", () => {
  const [row] = ROWS;
  const svg = speedChart({ ...RESULTS, rows: [{ ...row!, title: "R&D <small>" }] });
  assert.ok(svg.includes(">(a) R&amp;D &lt;small&gt;</text>"));
});
