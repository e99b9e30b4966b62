import "../_tensorflow.ts";
import assert from "node:assert/strict";
import { join } from "node:path";
import { loadConfig } from "../../pipeline/config/config.ts";
import { findInputs } from "../../pipeline/prediction/find_inputs.ts";
import { predict } from "../../pipeline/prediction/predict.ts";
import { RunFolder } from "../../pipeline/run/run_folder.ts";
import { Progress } from "../../pipeline/terminal/progress.ts";
import { copyFolder } from "../_copy_folder.ts";
import { runFfmpeg } from "../datasets/_fixtures.ts";
import { runCommand } from "./_command_line.ts";
import { makeSmallSet, metricsOf, sameCheckpoints } from "./_small_set.ts";

const VIDEO = "clip.mkv";

const SETTINGS = { threshold: 0.3, gamma: 1, beta: 1, supervisedShare: 0.3, rampShare: 0 };

const RATE = { frames: 2, stride: 8 };

const GRADIENT = { ...RATE, modality: "gradient" };

const METHODS = {
  mvpl: {
    changes: {
      "method": { ...SETTINGS, name: "mvpl" },
      "clip.others": { gradient: GRADIENT, flow: { ...RATE, modality: "flow" } },
    },
    losses: [["supervised"], ["supervised", "pseudo"]],
    learners: ["primary", "gradient", "flow"],
    answerers: ["primary"],
    words: { primary: "frames", gradient: "gradient", flow: "flow" },
  },
  ltg: {
    changes: {
      "method": { ...SETTINGS, name: "ltg" },
      "clip.auxiliary": GRADIENT,
      "auxiliary": undefined as unknown,
    },
    losses: [
      ["supervised", "alignment", "contrast"],
      ["supervised", "pseudo", "alignment", "contrast"],
    ],
    learners: ["primary", "auxiliary"],
    answerers: ["auxiliary", "both", "primary"],
    words: { primary: "frames", auxiliary: "gradient" },
  },
};

let folder = "";

Deno.test.beforeAll(async () => {
  folder = await makeSmallSet();
  // Ends with a frame of the methods' grids: only of a file is known where the last image ends.
  const source = ["-f", "lavfi", "-i", "mandelbrot=size=36x24:rate=30", "-t", "4", "-c:v", "mpeg4"];
  await runFfmpeg([...source, join(folder, VIDEO)]);
  const { primary } = JSON.parse(await Deno.readTextFile(join(folder, "small.json")));
  METHODS.ltg.changes.auxiliary = primary;
  for (const [name, { changes }] of Object.entries(METHODS)) {
    const fields = Object.entries(changes).map(([path, value]) => ({ path, value }));
    const { config } = await loadConfig(join(folder, "small.json"), fields);
    await Deno.writeTextFile(join(folder, `${name}.json`), JSON.stringify(config));
  }
});

Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

/** Runs a command that must succeed, and returns what it prints. */
async function run(...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCommand(folder, words);
  assert.equal(code, 0, stderr);
  return stdout;
}

/** The answer of a run for a video. */
async function answerOf(run: string, word: string, stdin?: ReadableStream<Uint8Array>) {
  const { config } = await loadConfig(join(folder, `runs/${run}/config.json`));
  const answers: unknown[] = [];
  await predict(config, await findInputs([word], stdin && { stdin }), {
    run: new RunFolder(join(folder, "runs", run)),
    progress: new Progress({ interactive: false, columns: () => 80, write() {} }),
    signal: new AbortController().signal,
    onPrediction(prediction) {
      if ("problem" in prediction) assert.fail(prediction.problem);
      answers.push(prediction.segments);
    },
  });
  return answers;
}

for (const [method, { losses, learners, answerers, words }] of Object.entries(METHODS)) {
  Deno.test(`train --method ${method}: phases, results, resumed to the same, and used`, async () => {
    const printed = await run("train", "--config", `${method}.json`, "--name", method);
    const metrics = metricsOf(folder, method);
    assert.equal(metrics.length, 8);
    metrics.forEach(({ lossTerms, gate }, step) => {
      const phase = step < 2 ? 0 : 1;
      assert.deepEqual(Object.keys(lossTerms as object), losses[phase]);
      assert.deepEqual(Object.keys(gate ?? {}), phase === 0 ? [] : learners);
    });
    const path = join(folder, "runs", method);
    const { scores } = JSON.parse(await Deno.readTextFile(join(path, "results.json")));
    assert.deepEqual(Object.keys(scores).sort(), answerers);
    assert.deepEqual((await new RunFolder(path).readViews())?.words, words);

    const resumed = join(folder, "runs", `${method}-resumed`);
    await copyFolder(path, resumed);
    await Deno.remove(join(resumed, "results.json"));
    for await (const { name } of Deno.readDir(join(resumed, "checkpoints"))) {
      if (name.includes("000008")) await Deno.remove(join(resumed, "checkpoints", name));
    }
    assert.equal(await run("train", "--resume", `${method}-resumed`), printed);
    assert.deepEqual(metricsOf(folder, `${method}-resumed`), metrics);
    assert.ok(sameCheckpoints(folder, `${method}-resumed`, method), "other weights");

    assert.equal(await run("evaluate", "--run", method), printed);
    await run("predict", VIDEO, "--run", method, "--explain", `${method}.mp4`);
    assert.ok((await Deno.stat(join(folder, `${method}.mp4`))).size > 0);
    const stdin = (await Deno.open(join(folder, VIDEO))).readable;
    assert.deepEqual(
      await answerOf(method, "-", stdin),
      await answerOf(method, join(folder, VIDEO)),
    );
  });
}
