import assert from "node:assert/strict";
import { join } from "node:path";
import { ROOT } from "../_sources.ts";
import { runCommand } from "./_command_line.ts";
import { makeSmallSet, metricsOf } from "./_small_set.ts";

/**
 * A method as a user writes it outside of the repository. Each line is a string of its own, so that
 * the rules for imports do not find its imports in this file.
 */
const SOURCE = [
  'import { confidenceGate, dualForward, mergeLosses } from "@actnetformer/deno/operators";',
  'import type { Method } from "@actnetformer/deno/pipeline";',
  'import { pipe } from "rxjs";',
  "",
  "/** CMPL that takes every pseudo-label. */",
  "export default {",
  "  pipeline: (networks) =>",
  "    pipe(dualForward(networks), confidenceGate({ threshold: 0 }), mergeLosses()),",
  "  dual: true,",
  "  unlabeled: true,",
  '  losses: ["supervisedPrimary", "supervisedAuxiliary", "pseudoPrimary", "pseudoAuxiliary"],',
  "} satisfies Method;",
  "",
].join("\n");

/** Methods that write a line whenever a step is traced. */
const TRACED = ([["dual", 2], ["single", 1]] as const).map(([kind, accumulate]) => ({
  kind,
  accumulate,
  source: [
    'import { confidenceGate, dualForward, mergeLosses, selfGate } from "@actnetformer/deno/operators";',
    'import { pipe, tap } from "rxjs";',
    "",
    `const gate = ${kind === "dual" ? "confidenceGate" : "selfGate"}({ threshold: 0.5 });`,
    'const traced = tap(() => console.error("traced"));',
    "export default {",
    "  pipeline: (networks) => pipe(traced, dualForward(networks), gate, mergeLosses()),",
    `  dual: ${kind === "dual"},`,
    "  unlabeled: true,",
    '  losses: ["supervisedPrimary", "pseudoPrimary"],',
    "};",
    "",
  ].join("\n"),
}));

let folder = "";
let method = "";

Deno.test.beforeAll(async () => {
  folder = await makeSmallSet();
  method = join(await Deno.makeTempDir({ prefix: "own-method-" }), "sure.ts");
  await Deno.writeTextFile(method, SOURCE);
});

Deno.test.afterAll(async () => {
  await Deno.remove(folder, { recursive: true });
  await Deno.remove(join(method, ".."), { recursive: true });
});

Deno.test("train --method takes a module from anywhere, which evaluate and predict find again", async () => {
  const trained = await runCommand(folder, [
    "train",
    ...["--config", "small.json", "--method", method, "--name", "own"],
    ...["--steps", "2", "--set", "method.supervisedShare=0"],
  ]);
  assert.equal(trained.code, 0, trained.stderr);
  const copy = await Deno.readTextFile(join(folder, "runs/own/method.ts"));
  assert.equal(copy, SOURCE);
  const rates = metricsOf(folder, "own").map(({ gate }) => maskRatesOf(gate));
  assert.deepEqual(rates, [[1, 1], [1, 1]]);
  const evaluated = await runCommand(folder, ["evaluate", "--run", "own"]);
  assert.deepEqual([evaluated.code, evaluated.stdout], [0, trained.stdout], evaluated.stderr);
  const video = "videos/test/testsrc/0.avi";
  const predicted = await runCommand(folder, ["predict", "--run", "own", video]);
  assert.equal(predicted.code, 0, predicted.stderr);
});

Deno.test("a run's method runs only if the command names it", async () => {
  const canary = join(folder, "canary");
  const harmful = `Deno.writeTextFileSync(${JSON.stringify(canary)}, "");\n`;
  const run = ["--run", "own"];
  const copy = join(folder, "runs/own/method.ts");
  await Deno.writeTextFile(method, harmful + SOURCE);
  await Deno.writeTextFile(copy, harmful + SOURCE);
  for (
    const words of [
      ["evaluate", ...run],
      ["predict", ...run, "videos/test/testsrc/0.avi"],
      ["suggest", ...run, "--count", "1"],
      ["runs", "compare", "own"],
      ["runs", "curves", "own"],
    ]
  ) {
    const { code, stderr } = await runCommand(folder, words);
    assert.equal(code, 0, `${words.join(" ")}: ${stderr}`);
  }
  for (const words of [["--resume", "own"], ["--from", "own", "--steps", "1"]]) {
    const { code, stderr } = await runCommand(folder, ["train", ...words]);
    assert.equal(code, 1);
    assert.match(stderr, /its method must be named on the command line/);
    assert.match(stderr, /SHA-256 [0-9a-f]{64}\)\. If you trust it, add --method \/.*\/sure\.ts$/m);
  }
  await assert.rejects(Deno.stat(canary), Deno.errors.NotFound);
  // The newest checkpoint is that of the end: what is left of the run is its evaluation.
  await Deno.remove(join(folder, "runs/own/results.json"));
  const resumed = await runCommand(folder, ["train", "--resume", "own", "--method", copy]);
  assert.equal(resumed.code, 0, resumed.stderr);
  await Deno.stat(canary);
  await Deno.writeTextFile(method, SOURCE);
});

Deno.test("deno check, called in the checkout, knows the types of a method from anywhere", async () => {
  const mistaken = join(method, "../mistaken.ts");
  await Deno.writeTextFile(mistaken, SOURCE.replace("dual: true", "dual: 1"));
  const args = ["check", "--quiet", method, mistaken];
  const command = new Deno.Command(Deno.execPath(), { args, cwd: ROOT, env: { NO_COLOR: "1" } });
  const output = await command.output();
  const stderr = new TextDecoder().decode(output.stderr);
  assert.equal(output.code, 1);
  // One mistake, in one of the two.
  const mistakes = stderr.split("\n").filter((line) => /^TS\d+ /.test(line));
  assert.equal(mistakes.length, 1, stderr);
  assert.match(mistakes[0]!, /'number' is not assignable to type 'boolean'/);
  assert.match(stderr, /\n +at \S+\/mistaken\.ts:\d+:\d+\n/);
});

for (const { kind, accumulate, source } of TRACED) {
  Deno.test(`train traces the step of a ${kind} method in ${accumulate} parts once, before decoding`, async () => {
    const path = join(method, "..", `${kind}.ts`);
    await Deno.writeTextFile(path, source);
    const { code, stderr } = await runCommand(folder, [
      "train",
      ...["--config", "small.json", "--method", path, "--name", kind],
      ...["--steps", "2", "--set", "method.supervisedShare=0"],
      ...["--set", `schedule.accumulate=${accumulate}`],
    ]);
    assert.equal(code, 0, stderr);
    const lines = stderr.split("\n").filter((line) => /^(traced|Memory|step)/.test(line));
    const kinds = lines.map((line) => line.split(/\W/)[0]);
    assert.deepEqual(kinds, ["traced", "Memory", "step"], stderr);
  });
}

/** Of the primary and the auxiliary network, from the gate of a line of the metrics. */
function maskRatesOf(gate: unknown): number[] {
  const { primary, auxiliary } = gate as Record<string, { readonly maskRate: number }>;
  return [primary, auxiliary].map((metrics) => metrics?.maskRate ?? NaN);
}
