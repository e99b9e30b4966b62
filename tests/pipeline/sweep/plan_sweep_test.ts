import assert from "node:assert/strict";
import { ConfigError } from "../../../pipeline/config/config_error.ts";
import { gridNames, gridPath } from "../../../pipeline/sweep/grid_path.ts";
import { planSweep, sweepNameOf } from "../../../pipeline/sweep/plan_sweep.ts";
import { PAPER_GRID, planGrid } from "./_plan_grid.ts";

Deno.test("planSweep() trains the setting that all figures share once for each seed", async () => {
  const { runs, figures, tables } = await planGrid(PAPER_GRID);
  // 0.7, 0.8 = 1:5 = γ 2 = β 2, 1:1, γ 1, β 4, and the pair.
  assert.equal(runs.length, 6 * 2);
  const shared = figures.map(({ axis, points }) => {
    const label = { delta: "0.8", ratio: "1:5", gamma: "2", beta: "2" }[axis];
    return points.find((point) => point.label === label)!.runs.map(({ name }) => name);
  });
  for (const names of shared) assert.deepEqual(names, ["s-delta-0.8-seed-1", "s-delta-0.8-seed-2"]);
  assert.deepEqual(figures[1]!.points.map(({ label }) => label), ["1:1", "1:5"]);
  const { label, runs: pair } = tables[0]!.rows[0]!;
  assert.deepEqual([label, pair[0]!.name], ["R50 + R18", "s-pairs-R50-R18-seed-1"]);
  assert.deepEqual([pair[0]!.config.auxiliary, pair[1]!.config.seed], ["slow_r18", 2]);
  assert.equal(
    runs.find(({ name }) => name === "s-ratio-1-seed-2")!.config.schedule
      .unlabeledPerLabeled,
    1,
  );
});

const REFUSED: readonly (readonly [grid: unknown, part: RegExp])[] = [
  [{ ...PAPER_GRID, config: "nothing" }, /must be the name of a preset or the path of a JSON file/],
  [{ ...PAPER_GRID, extra: 1 }, /extra is an unknown key/],
  [{ ...PAPER_GRID, seeds: [] }, /seeds must be a list with at least one seed/],
  [
    { ...PAPER_GRID, figures: { alpha: [1] } },
    /figures\.alpha is an unknown key: allowed are delta/,
  ],
  [{ ...PAPER_GRID, figures: { delta: [2] } }, /method\.threshold must be a number from 0 to 1/],
  [
    { ...PAPER_GRID, set: { seed: 1 } },
    /set must leave out seed: the seeds are in the field seeds/,
  ],
  [
    { ...PAPER_GRID, baselines: ["R18"] },
    /baselines must be names of rows: R18 is none/,
  ],
  [{ ...PAPER_GRID, set: { "method.gama": 1 } }, /method\.gama is an unknown key/],
  [{
    ...PAPER_GRID,
    tables: {
      a: [{ name: "x y", set: { "method.beta": 3 } }, {
        name: "x+y",
        set: { primary: "slow_r18" },
      }],
    },
  }, /different names for its settings: s-a-x-y-seed-1 is there twice/],
  [{ ...PAPER_GRID, figures: {}, tables: { pairs: [] } }, /tables must hold a table with a row/],
];

for (const [grid, part] of REFUSED) {
  Deno.test(`planSweep() refuses a grid: ${part.source}`, () =>
    assert.rejects(planGrid(grid), (error) => {
      assert.ok(error instanceof ConfigError && part.test(error.message), String(error));
      return true;
    }));
}

Deno.test("planSweep() compares a table with its own row of the baseline's name, else with the only other", async () => {
  const row = (name: string, beta: number) => ({ name, set: { "method.beta": beta } });
  const tables = {
    one: [row("plain", 1), row("more", 2)],
    two: [row("plain", 3), row("more", 4)],
  };
  const own = await planGrid({ ...PAPER_GRID, tables, baselines: ["plain"] });
  assert.deepEqual(own.tables.map(({ rows, baselines }) => baselines[0] === rows[0]), [true, true]);
  const lent = await planGrid({
    ...PAPER_GRID,
    tables: { ...tables, two: [row("more", 4)] },
    baselines: ["plain"],
  });
  assert.equal(lent.tables[1]!.baselines[0], lent.tables[0]!.rows[0]);
  const three = [row("more", 5)];
  const neither = await planGrid({
    ...PAPER_GRID,
    tables: { ...tables, three },
    baselines: ["plain"],
  });
  assert.deepEqual(neither.tables[2]!.baselines, []);
});

Deno.test("planSweep() finds a configuration beside its grid", async () => {
  const files = { "mine.json": { extends: "motion_small", schedule: { steps: 7 } } };
  const { runs } = await planGrid({ config: "mine.json", figures: { beta: [2] } }, files);
  assert.deepEqual(runs.map(({ config }) => config.schedule.steps), [7]);
});

Deno.test("planSweep() plans the grids of the project", async () => {
  const runs = {
    kinetics400_1pct: 14 + 6,
    ucf101_1pct: 6,
    motion_peers: 10 * 3,
    ucf101_24_labels: 16 * 6,
    finetune_few: 8 * 3,
    finetune_pretrain: 3,
    motion_causes: (1 + 9) * 3,
    motion_labels: (7 + 5 + 2) * 6,
    ucf101_24_peers: 12,
    ucf101_24_label_errors: 4 * 3,
    ucf101_5_methods: 6 * 3,
  };
  assert.deepEqual(gridNames(), Object.keys(runs).sort());
  for (const [name, count] of Object.entries(runs)) {
    const path = gridPath(name);
    const planned = await planSweep(path, name);
    assert.equal(planned.runs.length, count, name);
    assert.ok(planned.about.length > 0, name);
    const text = await Deno.readTextFile(path);
    assert.match(text, new RegExp(`^// Command: deno task sweep ${name}( |$)`, "m"));
    assert.match(text, /^\/\/ Expected: /m);
  }
});

Deno.test("sweepNameOf() makes a name that a run folder may have", () => {
  assert.equal(sweepNameOf("a/my grid!.json"), "my-grid");
  assert.equal(sweepNameOf("motion_labels"), "motion_labels");
  assert.equal(sweepNameOf(gridPath("motion_labels")), "motion_labels");
});

Deno.test("gridPath() takes the name of a grid of the program, or a path", async () => {
  assert.ok((await Deno.stat(gridPath("motion_peers"))).isFile);
  assert.equal(gridPath("motion_peers.jsonc"), "motion_peers.jsonc");
  assert.equal(gridPath("mine/grid.json"), "mine/grid.json");
});

Deno.test("planSweep() puts the seed into text, and the command line's data into all runs", async () => {
  const path = gridPath("finetune_few");
  const overrides = [{ path: "data.source", value: "mine.txt" }];
  const { runs } = await planSweep(path, "s", { overrides });
  assert.ok(runs.every(({ config }) => config.data.source === "mine.txt"));
  const fineTuned = runs.find(({ name }) => name === "s-ActNetFormer-fine-tuned-2-labels-seed-3");
  assert.match(fineTuned!.config.weights.auxiliary!, /-seed-3\/auxiliary\.safetensors$/);
});

Deno.test("planSweep() refuses a seed of the command line, which the grid's would replace", () =>
  assert.rejects(
    planSweep(gridPath("motion_labels"), "s", { overrides: [{ path: "seed", value: 5 }] }),
    {
      name: "ConfigError",
      message:
        "Cannot use --set as it must leave out seed: the seeds are in the field seeds of the grid",
    },
  ));
