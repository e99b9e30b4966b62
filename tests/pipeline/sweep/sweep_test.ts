import assert from "node:assert/strict";
import { join } from "node:path";
import { drawSweepFigure } from "../../../pipeline/sweep/figure.ts";
import { planSweep, sweepNameOf, type SweepPlan } from "../../../pipeline/sweep/grid.ts";
import { gridNames, gridPath } from "../../../pipeline/sweep/grid_path.ts";
import { reportFiles } from "../../../pipeline/sweep/report.ts";
import { type SweepRun } from "../../../pipeline/sweep/results.ts";
import { withFolder } from "../_temporary_folder.ts";
import { ConfigError } from "../../../pipeline/config/config_error.ts";

/** Plans a grid that stands in a file. */
async function plan(
  grid: unknown,
  files: Readonly<Record<string, unknown>> = {},
): Promise<SweepPlan> {
  const plans: SweepPlan[] = [];
  await withFolder(async (folder) => {
    for (const [name, value] of Object.entries({ ...files, "grid.json": grid })) {
      await Deno.writeTextFile(join(folder, name), JSON.stringify(value));
    }
    plans.push(await planSweep(join(folder, "grid.json"), "s"));
  });
  return plans[0]!;
}

const PAPER = {
  config: "kinetics400_1pct_actnetformer",
  seeds: [1, 2],
  figures: { delta: [0.7, 0.8], ratio: [1, 5], gamma: [1, 2], beta: [2, 4] },
  tables: { pairs: [{ name: "R50 + R18", set: { auxiliary: "slow_r18" } }] },
};

Deno.test("planSweep() trains the setting that all figures share once for each seed", async () => {
  const { runs, figures, tables } = await plan(PAPER);
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
  [{ ...PAPER, config: "nothing" }, /must be the path of a JSON file or the name of a preset/],
  [{ ...PAPER, extra: 1 }, /extra is an unknown key/],
  [{ ...PAPER, seeds: [] }, /seeds must be a list with at least one seed/],
  [{ ...PAPER, figures: { alpha: [1] } }, /figures\.alpha is an unknown key: allowed are delta/],
  [{ ...PAPER, figures: { delta: [2] } }, /method\.threshold must be a number from 0 to 1/],
  [{ ...PAPER, set: { seed: 1 } }, /set must leave out seed: the seeds are in the field seeds/],
  [{ ...PAPER, set: { "method.gama": 1 } }, /method\.gama is an unknown key/],
  [{
    ...PAPER,
    tables: {
      a: [{ name: "x y", set: { "method.beta": 3 } }, {
        name: "x+y",
        set: { primary: "slow_r18" },
      }],
    },
  }, /different names for its settings: s-a-x-y-seed-1 is there twice/],
];

for (const [grid, part] of REFUSED) {
  Deno.test(`planSweep() refuses a grid: ${part.source}`, () =>
    assert.rejects(plan(grid), (error) => {
      assert.ok(error instanceof ConfigError && part.test(error.message), String(error));
      return true;
    }));
}

Deno.test("planSweep() finds a configuration beside its grid", async () => {
  const files = { "mine.json": { extends: "motion_small", schedule: { steps: 7 } } };
  const { runs } = await plan({ config: "mine.json", figures: { beta: [2] } }, files);
  assert.deepEqual(runs.map(({ config }) => config.schedule.steps), [7]);
});

Deno.test("planSweep() plans the grids of the project", async () => {
  const runs = {
    kinetics400_1pct: 14 + 6,
    ucf101_1pct: 6,
    motion_methods: 7 * 3,
    motion_longer: 2,
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
  assert.equal(sweepNameOf("motion_methods"), "motion_methods");
  assert.equal(sweepNameOf(gridPath("motion_methods")), "motion_methods");
});

Deno.test("gridPath() takes the name of a grid of the program, or a path", async () => {
  assert.ok((await Deno.stat(gridPath("motion_longer"))).isFile);
  assert.equal(gridPath("motion_longer.jsonc"), "motion_longer.jsonc");
  assert.equal(gridPath("mine/grid.json"), "mine/grid.json");
});

const spread = (mean: number, low = mean, high = mean) => ({ mean, low, high, runs: 1 });

/** All numbers of an attribute of the elements of one kind. */
function attributes(svg: string, element: string, attribute: string): number[] {
  const all = svg.matchAll(new RegExp(`<${element} [^>]*\\b${attribute}="([-\\d.]+)"`, "g"));
  return Array.from(all, ([, value]) => Number(value));
}

Deno.test("drawSweepFigure() puts higher shares higher, inside the picture", () => {
  const svg = drawSweepFigure({
    title: "a < b & c",
    axisTitle: "γ",
    points: [
      { label: "1", spread: spread(0.181, 0.17, 0.19) },
      { label: "2", spread: spread(0.191) },
      { label: "4", spread: spread(0.171) },
    ],
  });
  const x = attributes(svg, "circle", "cx");
  const y = attributes(svg, "circle", "cy");
  assert.ok(x[0]! < x[1]! && x[1]! < x[2]!, `${x}`);
  assert.ok(y[1]! < y[0]! && y[0]! < y[2]!, `${y}`);
  assert.ok([...x, ...y].every((value) => value > 0 && value < 480));
  assert.ok(svg.includes(">one seed<"), svg);
  assert.ok(svg.includes("a &lt; b &amp; c") && svg.includes(">19.1<") && svg.includes(">18<"));
  assert.equal((svg.match(/<(?=[a-z])/g) ?? []).length, (svg.match(/\/>|<\//g) ?? []).length);
});

Deno.test("drawSweepFigure() draws a single value, and equal ones", () => {
  for (const shares of [[0.5], [0, 0], [1, 1]]) {
    const points = shares.map((share, index) => ({ label: `${index}`, spread: spread(share) }));
    const svg = drawSweepFigure({ title: "t", axisTitle: "a", points });
    const heights = attributes(svg, "circle", "cy");
    assert.equal(heights.length, shares.length);
    assert.ok(heights.every((height) => height >= 64 && height <= 284), `${heights}`);
  }
});

/** Corners of the white rectangles behind the numbers of a figure. */
function numberBoxes(svg: string) {
  const all = svg.matchAll(/<rect x="([-\d.]+)" y="([-\d.]+)" width="(\d+)" height="(\d+)"/g);
  return Array.from(all, ([, ...numbers]) => {
    const [left, top, width, height] = numbers.map(Number) as [number, number, number, number];
    return { left, top, right: left + width, bottom: top + height };
  });
}

const SHAPES = {
  rising: [0.1, 0.15, 0.3],
  falling: [0.3, 0.15, 0.1],
  peak: [0.1, 0.3, 0.15],
  dip: [0.3, 0.1, 0.28, 0.27],
  many: [0.1, 0.12, 0.2, 0.25, 0.24, 0.3, 0.1],
};

for (const [name, shares] of Object.entries(SHAPES)) {
  Deno.test(`drawSweepFigure() writes no number across the line: ${name}`, () => {
    const points = shares.map((share) => ({
      label: String(share),
      spread: { mean: share, low: share - 0.01, high: share + 0.02, runs: 3 },
    }));
    const svg = drawSweepFigure({ title: "t", axisTitle: "a", points });
    assert.ok(svg.includes(">mean of 3 seeds; bars from the lowest to the highest<"), svg);
    const boxes = numberBoxes(svg);
    assert.equal(boxes.length, shares.length);
    assert.ok(
      boxes.every(({ left, right, top, bottom }) =>
        left > 64 && right < 480 && top > 40 && bottom < 284
      ),
    );
    const x = attributes(svg, "circle", "cx");
    const y = attributes(svg, "circle", "cy");
    for (let segment = 0; segment + 1 < x.length; segment++) {
      for (let share = 0; share <= 1; share += 0.01) {
        const at = (of: readonly number[]) => of[segment]! * (1 - share) + of[segment + 1]! * share;
        const crossed = boxes.filter(({ left, right, top, bottom }) =>
          at(x) > left && at(x) < right && at(y) > top && at(y) < bottom
        );
        assert.deepEqual(crossed, []);
      }
    }
  });
}

Deno.test("reportFiles() tells the mean and the extent over the seeds, and what is missing", async () => {
  const planned = await plan(PAPER);
  const run = (name: string, primary: number): SweepRun => ({
    name,
    seed: 1,
    set: {},
    top5: {},
    top1: { primary, auxiliary: 0.1, both: 0.3 },
  });
  const finished = [run("s-delta-0.8-seed-1", 0.2), run("s-delta-0.8-seed-2", 0.25)];
  const files = reportFiles("s", planned, finished);
  const figures = ["3a-delta", "3b-ratio", "3c-gamma", "3d-beta"].map((one) => `figure-${one}.svg`);
  assert.deepEqual(Object.keys(files).sort(), [...figures, "report.md", "results.json"].sort());
  const report = files["report.md"]!;
  assert.ok(report.includes("2 of 12 runs"));
  const rows = report.split("\n").map((line) => line.replace(/ +/g, " "));
  assert.ok(
    rows.includes("| 0.8 | 22.5 (20.0 to 25.0) | 10.0 (10.0 to 10.0) | 30.0 (30.0 to 30.0) | 2 |"),
  );
  assert.ok(rows.includes("| 0.7 | - | - | - | 0 |"));
  assert.ok(rows.includes("| R50 + R18 | - | - | - | 0 |"), report);
  assert.deepEqual(JSON.parse(files["results.json"]!).runs, finished);
  const empty = reportFiles("s", planned, []);
  assert.deepEqual(Object.keys(empty).sort(), ["report.md", "results.json"]);
});
