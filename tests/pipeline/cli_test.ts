import assert from "node:assert/strict";
import { join } from "node:path";
import { formatPrediction } from "../../pipeline/commands/predict.ts";
import { EXPECTED_ERRORS, reportError } from "../../pipeline/terminal/report_error.ts";
import { readSource, ROOT, sourceFiles } from "../_sources.ts";
import { canMount, withSmallDisk } from "./_small_disk.ts";
import { withFolder } from "./_temporary_folder.ts";

/** Error classes that a user can do nothing about. */
const BUGS = ["TensorFlowError"];

const CLI = join(ROOT, "pipeline/cli.ts");

for (
  const words of [[], ["train"], ["evaluate"], ["predict"], ["data", "split"], ["setup"], [
    "doctor",
  ]]
) {
  Deno.test(`the command line explains itself: ${[...words, "--help"].join(" ")}`, () =>
    withFolder(async (folder) => {
      // Without any permission: help needs nothing from the machine.
      const { code, stdout, stderr } = await cli(folder, [...words, "--help"], []);
      assert.equal(code, 0, stderr);
      assert.ok(stdout.startsWith(["Usage: deno task", ...words].join(" ")), stdout);
      assert.equal(stderr, "");
    }));
}

const MISTAKES: readonly (readonly [words: string, code: number, part: string])[] = [
  ["", 2, "Usage: deno task"],
  ["trian", 2, "Did you mean train?"],
  ["train --step 3", 2, "Did you mean --steps?"],
  ["train extra", 2, "too many arguments"],
  ["train --resume a --name b", 2, "cannot be used with option"],
  ["setup gpu", 2, "too many arguments"],
  ["train --device tpu", 1, "error: config motion_small: device: must be one of auto, cpu, gpu"],
  ["predict", 2, "missing required argument 'videos'"],
  ["predict a.mp4 --top x", 2, "whole number of at least 1"],
  ["data split a b --test-share x", 2, "must be a number"],
  ["train --steps x", 1, "error: config motion_small: schedule.steps: must be a whole number"],
  ["train --set clip.siez=3", 1, "error: config motion_small: clip.siez: unknown key"],
  ["train --set x", 1, "error: --set: must be path=value"],
  ["train --config none.json", 1, "error: config none.json: must be a JSON file"],
  ["train --data somewhere --method x", 1, "error: config ucf101_5_small: method.name: must be"],
  ["train --name ../x", 1, "error: Cannot use the run name"],
  ["train --resume", 1, "error: a run is not in runs/, which has none"],
  ["train --resume a", 1, "error: the run a is not in runs/"],
  ["evaluate", 1, "error: a run is not in runs/"],
  ["predict a.mp4", 1, "error: a run is not in runs/"],
  ["data split none out", 1, "error: Cannot read videos from 'none': it does not exist"],
];

for (const [words, expectedCode, part] of MISTAKES) {
  Deno.test(`the command line answers "${words}" by exit code ${expectedCode} and a message`, () =>
    withFolder(async (folder) => {
      const { code, stdout, stderr } = await cli(folder, words.split(" ").filter(Boolean));
      assert.ok(stderr.includes(part), stderr);
      assert.equal(code, expectedCode);
      assert.equal(stdout, "");
      assert.ok(!/^\s+at /m.test(stderr), stderr);
      if (expectedCode === 1) assert.equal(stderr.trimEnd().split("\n").length, 1);
      assert.deepEqual([...Deno.readDirSync(folder)], []);
    }));
}

Deno.test({
  name: "train leaves no run where the disk has no room for its configuration",
  ignore: !await canMount(),
  fn: () =>
    withFolder(async (folder) => {
      const runs = join(folder, "runs");
      await Deno.mkdir(runs);
      await withSmallDisk(runs, async () => {
        const filler = await Deno.open(join(runs, "filler"), { create: true, append: true });
        await assert.rejects(async () => {
          for (;;) await filler.write(new Uint8Array(4096));
        });
        filler.close();
        const { code, stderr } = await cli(folder, ["train", "--name", "full"]);
        assert.equal(code, 1);
        assert.ok(stderr.startsWith("error: the disk is full: runs/full/config.json"), stderr);
        assert.deepEqual([...Deno.readDirSync(runs)].map(({ name }) => name), ["filler"]);
      });
    }),
});

Deno.test("reportError() knows every error class of the project", () => {
  const classes = sourceFiles().filter((path) => !path.startsWith("tests/")).flatMap((path) => {
    const declared = readSource(path).matchAll(/^(?:export )?class (\w+) extends \w*Error\b/gm);
    return Array.from(declared, ([, name = ""]) => name);
  });
  assert.ok(classes.includes("ConfigError"));
  assert.deepEqual(
    classes.filter((name) => !EXPECTED_ERRORS.has(name) && !BUGS.includes(name)),
    [],
  );
});

Deno.test("reportError() prints foreseen errors in one line and others as bugs", () => {
  const refused = new RangeError("Cannot retry as 'attempts' must be positive: current value is 0");
  assert.deepEqual(reportError(refused, false), { text: `error: ${refused.message}`, bug: false });
  for (const error of [new TypeError("Cannot read properties of undefined"), "text"]) {
    const { text, bug } = reportError(error, false);
    assert.ok(bug && text.startsWith("error: ") && text.includes("This is a bug"), text);
    assert.ok(!text.includes("at "), text);
  }
  const cause = new Error("deeper");
  const { text } = reportError(new Error("upper", { cause }), true);
  assert.ok(
    text.includes("upper") && text.includes("deeper") && text.includes("cli_test.ts"),
    text,
  );
});

Deno.test("formatPrediction() names the most probable classes", () => {
  const classes = [["rise", 0.25], ["fall", 0.7], ["orbit", 0.05]].map(([name, probability]) => ({
    name: String(name),
    probability: Number(probability),
  }));
  assert.equal(formatPrediction({ path: "a.mp4", classes }, 2), "a.mp4: fall 70.0%, rise 25.0%");
});

Deno.test({
  name: "listenForInterrupt() aborts at the first signal and ends the process at the second",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      const code = `import { listenForInterrupt } from ${
        JSON.stringify(`file://${ROOT}pipeline/terminal/interrupt.ts`)
      };
        const timer = setInterval(() => {}, 1000);
        using interrupt = listenForInterrupt(() => console.log("stopping"));
        console.log("ready");
        await new Promise((resolve) => interrupt.signal.addEventListener("abort", resolve));
        if (Deno.args[0] === "stubborn") await new Promise(() => {});
        clearInterval(timer);
        console.log("finished");`;
      assert.deepEqual(await interrupted(code, [signal], "polite"), {
        code: 0,
        said: ["ready", "stopping", "finished"],
      });
      assert.deepEqual(await interrupted(code, [signal, signal], "stubborn"), {
        code: 130,
        said: ["ready", "stopping"],
      });
    }
  },
});

/** Runs code in a process and sends it one signal after each of its first lines. */
async function interrupted(code: string, signals: readonly Deno.Signal[], argument: string) {
  await using child = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", "--no-check", code, argument],
    stdout: "piped",
  }).spawn();
  const said: string[] = [];
  const waiting = [...signals];
  let partial = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (partial + text).split("\n");
    partial = lines.pop() ?? "";
    for (const line of lines) {
      said.push(line);
      const signal = waiting.shift();
      if (signal !== undefined) child.kill(signal);
    }
  }
  return { code: (await child.status).code, said };
}

async function cli(
  folder: string,
  words: readonly string[],
  permissions = ["--allow-read", "--allow-write", "--allow-env", "--allow-sys", "--allow-run"],
) {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "--no-prompt", ...permissions, CLI, ...words],
    cwd: folder,
    env: { NO_COLOR: "1" },
  });
  const { code, stdout, stderr } = await command.output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: decode(stdout), stderr: decode(stderr) };
}
