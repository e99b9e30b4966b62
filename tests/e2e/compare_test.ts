import assert from "node:assert/strict";
import { join } from "node:path";
import { withFolder } from "../_temporary_folder.ts";
import { CommandLine, runCommand } from "./_command_line.ts";
import { metricsOf } from "./_small_set.ts";

const TINY = {
  extends: "motion_small",
  data: { labelsPerClass: 1, motion: { trainPerClass: 2, testPerClass: 1 } },
  method: { supervisedShare: 0 },
  schedule: { steps: 8, labeledPerStep: 2, unlabeledPerLabeled: 1 },
  evaluate: { clips: 1, crops: 1 },
};

Deno.test("compare trains each method a quarter as long, judges them, and continues", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "tiny.json"), JSON.stringify(TINY));
    const words = ["--config", "tiny.json", "--methods", "supervised,fixmatch", "--seeds", "1"];
    const compare = () => runCommand(folder, ["compare", ...words]);

    const first = await compare();
    assert.equal(first.code, 0, first.stderr);
    assert.match(
      first.stderr,
      /^2 runs: supervised, fixmatch, each with 1 seed and 2 steps$/m,
    );
    assert.match(first.stdout, /^method +top-1 % +against \w+ +time of a run$/m);
    assert.match(first.stdout, /^Take \w+: [^\n]+\nShown by 8 test videos and 1 seed;/m);
    const runs = [...Deno.readDirSync(join(folder, "runs"))].map(({ name }) => name).sort();
    const names = [
      "compare-motion-methods-fixmatch-seed-0",
      "compare-motion-methods-supervised-seed-0",
    ];
    assert.deepEqual(runs, names);

    const again = await compare();
    assert.equal(again.code, 0);
    assert.ok(first.stdout.endsWith(again.stdout), again.stdout);
    assert.doesNotMatch(again.stderr, /^step /m);
  }));

Deno.test("compare says at Ctrl-C that the same command continues, and so it does", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "tiny.json"), JSON.stringify(TINY));
    const words = ["compare", "--config", "tiny.json", "--methods", "supervised", "--seeds", "1"];
    const long = [...words, "--steps", "60"];
    const run = "compare-motion-methods-supervised-seed-0";
    await using command = new CommandLine(folder, long);
    await command.until(() => metricsOf(folder, run).length > 0);
    command.kill("SIGINT");
    const { code, stderr } = await command.end();
    assert.equal(code, 130, stderr);
    assert.match(stderr, /^Stopped after step \d+; the same command continues$/m);
    assert.doesNotMatch(stderr, /--resume/);
    const again = await runCommand(folder, long);
    assert.equal(again.code, 0, again.stderr);
    assert.deepEqual(
      metricsOf(folder, run).map(({ step }) => step),
      Array.from({ length: 60 }, (_, index) => index + 1),
    );
  }));

Deno.test("compare refuses a method that cannot train before it trains any", () =>
  withFolder(async (folder) => {
    const data = { ...TINY.data, labelsPerClass: 2 };
    await Deno.writeTextFile(join(folder, "tiny.json"), JSON.stringify({ ...TINY, data }));
    const words = ["--config", "tiny.json", "--methods", "supervised,fixmatch", "--seeds", "1"];
    const { code, stderr } = await runCommand(folder, ["compare", ...words]);
    assert.equal(code, 1);
    assert.match(stderr, /Cannot train by fixmatch as it must have unlabeled videos/);
    assert.doesNotMatch(stderr, /^Run 1 of/m);
    assert.throws(() => Deno.statSync(join(folder, "runs")), Deno.errors.NotFound);
  }));
