import assert from "node:assert/strict";
import { join } from "node:path";
import { SafetensorsReader } from "../../models/mod.ts";
import { CommandLine, runCommand } from "./_command_line.ts";
import { slowFfmpeg } from "./_slow_ffmpeg.ts";
import { checkpointsOf, makeSmallSet, metricsOf, sameCheckpoints } from "./_small_set.ts";

let folder = "";
/** Lets videos be decoded slowly. */
let environment: Record<string, string> = {};

Deno.test.beforeAll(async () => {
  folder = await makeSmallSet();
  environment = await slowFfmpeg(folder);
});

Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

const WORDS = ["train", "--config", "small.json", "--set", "data.cacheMebibytes=0"];
const PRECISE = [...WORDS, "--set", "schedule.preciseBatches=3"];

Deno.test("train evaluates and saves precise statistics, resumed or not", async () => {
  const plain = await runCommand(folder, [...WORDS, "--name", "plain"]);
  assert.equal(plain.code, 0, plain.stderr);
  const whole = await runCommand(folder, [...PRECISE, "--name", "whole"]);
  assert.equal(whole.code, 0, whole.stderr);
  assert.deepEqual(metricsOf(folder, "whole"), metricsOf(folder, "plain"));
  assert.deepEqual(checkpointsOf(folder, "whole"), checkpointsOf(folder, "plain"));

  const read = async (run: string, file: string, name: string) => {
    using reader = await SafetensorsReader.open(join(folder, "runs", run, file));
    return await reader.read(name);
  };
  const checkpoint = "checkpoints/step-000008.safetensors";
  const weight = "primary/parameters/blocks.0.conv.weight";
  const variance = "blocks.0.norm.running_var";
  const inCheckpoint = `primary/statistics/${variance}`;
  assert.deepEqual(
    await read("plain", checkpoint, weight),
    await read("whole", checkpoint, weight),
  );
  const precise = await read("whole", checkpoint, inCheckpoint);
  assert.notDeepEqual(precise, await read("plain", checkpoint, inCheckpoint));
  assert.deepEqual(precise, await read("whole", "primary.safetensors", variance));

  const evaluated = await runCommand(folder, ["evaluate", "--run", "whole"]);
  assert.deepEqual([evaluated.code, evaluated.stdout], [0, whole.stdout], evaluated.stderr);

  await using command = new CommandLine(folder, [...PRECISE, "--name", "stopped"], { environment });
  // After the last step: before, during or after the statistics.
  await command.until(() => checkpointsOf(folder, "stopped").includes("step-000008.safetensors"));
  command.kill("SIGKILL");
  await command.end();
  const resumed = await runCommand(folder, ["train", "--resume", "stopped"]);
  assert.deepEqual([resumed.code, resumed.stdout], [0, whole.stdout], resumed.stderr);
  assert.ok(sameCheckpoints(folder, "stopped", "whole"));
});

Deno.test("train that is interrupted before its statistics are precise says how to resume", async () => {
  await using command = new CommandLine(folder, [...PRECISE, "--name", "interrupted"], {
    environment,
  });
  const last = "step-000008.safetensors";
  await command.until(() => checkpointsOf(folder, "interrupted").includes(last));
  command.kill("SIGINT");
  const { code, stderr } = await command.end();
  assert.equal(code, 130, stderr);
  assert.match(stderr, /^Stopping; a checkpoint keeps what was learned\. Press Ctrl-C again /m);
  const remedy = "deno task train --resume interrupted";
  assert.ok(stderr.endsWith(`\nStopped after step 8; resume with: ${remedy}\n`), stderr);
  const resumed = await runCommand(folder, ["train", "--resume", "interrupted"]);
  assert.equal(resumed.code, 0, resumed.stderr);
  assert.ok(sameCheckpoints(folder, "interrupted", "whole"));
});
