import { loadConfig } from "../../pipeline/config/config.ts";
import { readGrid } from "../../pipeline/sweep/grid.ts";
import { binaryKinds } from "./_binary_file_kinds.ts";
import type { FileKind } from "./_file_kind.ts";
import { LIST_KINDS } from "./_list_file_kinds.ts";
import { RUN_KINDS } from "./_run_file_kinds.ts";

const PRESET = `{
  // Comments are allowed.
  "extends": "motion_small",
  "seed": 3,
  "schedule": { "steps": 20 },
  "optimizer": { "learningRate": 0.01, },
}`;

const GRID = JSON.stringify({
  about: "a grid",
  config: "motion_small",
  seeds: [1, 2],
  set: { "schedule.steps": 10 },
  tables: { methods: [{ name: "one", set: { "method.name": "supervised" } }] },
});

const CONFIG_KINDS: readonly FileKind[] = [
  {
    name: "configuration",
    file: "own.jsonc",
    content: PRESET,
    use: (path) => loadConfig(path),
  },
  { name: "grid", file: "grid.jsonc", content: GRID, use: (path) => readGrid(path) },
];

/** All kinds of files that the program reads; videos are damaged elsewhere. */
export async function fileKinds(folder: string): Promise<readonly FileKind[]> {
  return [...RUN_KINDS, ...LIST_KINDS, ...CONFIG_KINDS, ...await binaryKinds(folder)];
}
