import assert from "node:assert/strict";
import { describePresets } from "../../../pipeline/config/source.ts";
import { formatFiles } from "../../../pipeline/commands/format_files.ts";
import { describeGrids } from "../../../pipeline/sweep/grid_path.ts";

Deno.test("every preset and grid says in one line what it is for", async () => {
  for (const { name, about } of [...await describePresets(), ...await describeGrids()]) {
    assert.match(about, /^[^\n]{10,120}$/, name);
  }
});

Deno.test("describePresets() puts the rows of the paper's tables last", async () => {
  const presets = await describePresets();
  const bases = presets.map(({ base }) => base);
  assert.equal(bases[0], undefined);
  assert.match(bases.at(-1)!, /^published/);
  const lines = formatFiles(presets).split("\n");
  assert.equal(lines.length, presets.length);
  assert.match(lines[0]!, /^\w+ {2,}\S/);
});
