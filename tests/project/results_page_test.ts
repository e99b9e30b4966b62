import assert from "node:assert/strict";
import type { SweepResults } from "../../pipeline/sweep/collect_runs.ts";
import { readSource } from "../_sources.ts";
import { RESULTS_PAGES, resultsPage } from "./_results_page.ts";

for (const path of RESULTS_PAGES) {
  Deno.test(`${path} shows the committed results; if not: deno task docs:results`, async () => {
    const page = readSource(path);
    assert.match(page, /^<!-- ucf101_24_labels five( scores)? -->$/m);
    const { text, figures } = await resultsPage(path);
    assert.equal(page, text);
    for (const [file, svg] of Object.entries(figures)) assert.equal(readSource(file), svg, file);
  });
}

/** The primary network's top-1 by seed, of a setting of a table. */
function top1BySeed(file: string, setting: string): ReadonlyMap<number, number> {
  const { runs } = JSON.parse(readSource(`docs/results/${file}.json`)) as SweepResults;
  const found = runs.filter(({ name }) => name.includes(`-${setting}-seed-`));
  return new Map(found.map(({ seed, top1 }) => [seed, top1["primary"]!]));
}

Deno.test("README.md counts seeds of the real videos as the committed results do", () => {
  const [alone, fixmatch, pair] = ["labels-alone", "FixMatch", "ActNetFormer"].map((name) =>
    top1BySeed("ucf101_24_labels", `five-${name}`)
  );
  const seeds = [...pair!.keys()];
  const above = (others: ReadonlyMap<number, number>, isAbove: (by: number) => boolean) =>
    seeds.filter((seed) => isAbove(pair!.get(seed)! - others.get(seed)!)).length;
  const counts = [seeds.length, above(alone!, (by) => by >= 0), above(fixmatch!, (by) => by > 0)];
  assert.deepEqual(counts, [6, 6, 5]);
  const text = readSource("README.md").replaceAll("\n", " ");
  assert.match(
    text,
    /On each of the six seeds ActNetFormer is at or above labels alone, on five above/,
  );
});
