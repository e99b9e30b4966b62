import assert from "node:assert/strict";
import { join } from "node:path";
import { withFolder } from "../_temporary_folder.ts";
import { runCommand } from "./_command_line.ts";

/**
 * Three settings of the built-in videos, one of which is a point of the figure and a row of the
 * table.
 */
const GRID = {
  about: "A sweep of a few seconds.",
  config: "tiny.json",
  set: { "schedule.steps": 2 },
  seeds: [3],
  figures: { delta: [0.2, 0.8] },
  tables: {
    methods: [
      { name: "supervised", set: { "method.name": "supervised" } },
      { name: "ActNetFormer", set: { "method.name": "actnetformer" } },
    ],
  },
};

const TINY = {
  extends: "motion_small",
  data: { labelsPerClass: 1, motion: { trainPerClass: 2, testPerClass: 1 } },
  method: { supervisedShare: 0 },
  schedule: { labeledPerStep: 2, unlabeledPerLabeled: 1 },
  evaluate: { clips: 1, crops: 1 },
};

const RUNS = ["tiny-delta-0.2-seed-3", "tiny-delta-0.8-seed-3", "tiny-methods-supervised-seed-3"];

/**
 * A row of the report: the primary network's score and its interval, the scores of the auxiliary one
 * and of both, the time of a step and of the run, the memory, one run.
 */
function rowOf(setting: string, isDual: boolean): RegExp {
  const score = "\\d+\\.\\d";
  const second = isDual ? score : "-";
  const cells = [
    score,
    `${score} to ${score}`,
    second,
    second,
    "\\d+",
    score,
    "\\d+\\.\\d\\d",
    "1",
  ];
  return new RegExp(`\\| ${setting} +\\|${cells.map((cell) => ` +${cell} \\|`).join("")}`);
}

Deno.test("sweep trains each setting once, resumes where it stopped, and reports", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "tiny.json"), JSON.stringify(TINY));
    await Deno.writeTextFile(join(folder, "grid.json"), JSON.stringify(GRID));
    const sweep = () => runCommand(folder, ["sweep", "grid.json", "--name", "tiny"]);
    const results = (run: string) => join(folder, "runs", run, "results.json");

    const first = await sweep();
    assert.equal(first.code, 0, first.stderr);
    const there = [...Deno.readDirSync(join(folder, "runs"))].map(({ name }) => name).sort();
    assert.deepEqual(there, ["tiny", ...RUNS]);
    const files = [...Deno.readDirSync(join(folder, "runs/tiny"))].map(({ name }) => name).sort();
    assert.deepEqual(files, [
      "figure-3a-delta.svg",
      "pseudo-labels-methods.svg",
      "report.md",
      "results.json",
    ]);
    const report = await Deno.readTextFile(join(folder, "runs/tiny/report.md"));
    assert.match(report, /3 of 3 runs/);
    assert.match(report, /!\[top-1 by threshold δ\]\(figure-3a-delta\.svg\)/);
    assert.match(report, rowOf("ActNetFormer", true));
    assert.match(report, rowOf("supervised", false));
    assert.ok(first.stdout.includes(report.trim()), first.stdout);
    const { runs } = JSON.parse(await Deno.readTextFile(join(folder, "runs/tiny/results.json")));
    assert.deepEqual(runs.map(({ name }: { name: string }) => name), RUNS);
    assert.equal(runs[0].set["method.threshold"], 0.2);

    // One run as it is before its end; another must not be touched.
    const interrupted = await Deno.readTextFile(results(RUNS[1]!));
    await Deno.remove(results(RUNS[1]!));
    const untouched = Deno.statSync(results(RUNS[0]!)).mtime;
    const again = await sweep();
    assert.equal(again.code, 0, again.stderr);
    assert.match(again.stderr, /Run 2 of 3: tiny-delta-0\.8-seed-3/);
    assert.match(again.stderr, /Resuming after step 2/);
    assert.ok(!again.stderr.includes("Run 1 of 3") && !again.stderr.includes("Run 3 of 3"));
    assert.deepEqual(Deno.statSync(results(RUNS[0]!)).mtime, untouched);
    const scores = (text: string) => JSON.parse(text).scores;
    assert.deepEqual(scores(await Deno.readTextFile(results(RUNS[1]!))), scores(interrupted));

    await Deno.writeTextFile(
      join(folder, "grid.json"),
      JSON.stringify({ ...GRID, set: { "schedule.steps": 3 } }),
    );
    const other = await sweep();
    assert.equal(other.code, 1);
    assert.match(
      other.stderr,
      /^error: Cannot sweep as \S+\/runs\/tiny-delta-0\.2-seed-3 must be a run of the same configuration/m,
    );
  }));

Deno.test("sweep ends where its configuration is edited while it trains", () =>
  withFolder(async (folder) => {
    const config = join(folder, "tiny.json");
    await Deno.writeTextFile(config, JSON.stringify(TINY));
    const tables = { methods: [{ name: "supervised", set: { "method.name": "supervised" } }] };
    const grid = { config: "tiny.json", set: GRID.set, seeds: [1, 2], tables };
    await Deno.writeTextFile(join(folder, "grid.json"), JSON.stringify(grid));
    const edited = JSON.stringify({ ...TINY, data: { ...TINY.data, labelsPerClass: 2 } });
    const hooks = [
      "export async function onStep() {",
      `  await Deno.writeTextFile(${JSON.stringify(config)}, ${JSON.stringify(edited)});`,
      "}",
      "",
    ].join("\n");
    await Deno.writeTextFile(join(folder, "edit.ts"), hooks);
    const words = ["sweep", "grid.json", "--name", "tiny", "--hooks", "./edit.ts"];
    const { code, stderr } = await runCommand(folder, words);
    assert.equal(code, 1, stderr);
    assert.match(
      stderr,
      /^error: Cannot train tiny-methods-supervised-seed-2 as tiny\.json must be what it was at the start: /m,
    );
    const report = await Deno.readTextFile(join(folder, "runs/tiny/report.md"));
    assert.match(report, /1 of 2 runs/);
  }));
