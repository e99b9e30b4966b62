import { deepStrictEqual, notDeepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { SafetensorsReader } from "../../models/mod.ts";
import { CommandLine, runCommand } from "./_command_line.ts";
import { checkpointsOf, makeSmallSet, metricsOf, newestCheckpoint } from "./_small_set.ts";

let folder = "";

Deno.test.beforeAll(async () => {
  folder = await makeSmallSet();
});

Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

const WORDS = ["train", "--config", "small.json", "--set", "data.cacheMebibytes=0"];
const PRECISE = [...WORDS, "--set", "schedule.preciseBatches=3"];

Deno.test("train evaluates and saves precise statistics, resumed or not", async () => {
  const plain = await runCommand(folder, [...WORDS, "--name", "plain"]);
  strictEqual(plain.code, 0, plain.stderr);
  const whole = await runCommand(folder, [...PRECISE, "--name", "whole"]);
  strictEqual(whole.code, 0, whole.stderr);
  deepStrictEqual(metricsOf(folder, "whole"), metricsOf(folder, "plain"));
  deepStrictEqual(checkpointsOf(folder, "whole"), checkpointsOf(folder, "plain"));

  const read = async (run: string, file: string, name: string) => {
    using reader = await SafetensorsReader.open(join(folder, "runs", run, file));
    return await reader.read(name);
  };
  const checkpoint = "checkpoints/step-000008.safetensors";
  const weight = "primary/parameters/blocks.0.conv.weight";
  const deviation = "blocks.0.norm.running_var";
  const inCheckpoint = `primary/statistics/${deviation}`;
  const [one, other] = ["plain", "whole"];
  deepStrictEqual(await read(one!, checkpoint, weight), await read(other!, checkpoint, weight));
  const precise = await read("whole", checkpoint, inCheckpoint);
  notDeepStrictEqual(precise, await read("plain", checkpoint, inCheckpoint));
  deepStrictEqual(precise, await read("whole", "primary.safetensors", deviation));

  const evaluated = await runCommand(folder, ["evaluate", "--run", "whole"]);
  deepStrictEqual([evaluated.code, evaluated.stdout], [0, whole.stdout], evaluated.stderr);

  await using command = new CommandLine(folder, [...PRECISE, "--name", "stopped"]);
  // Behind the last step: before, during or after the statistics.
  await command.until(() => checkpointsOf(folder, "stopped").includes("step-000008.safetensors"));
  command.kill("SIGKILL");
  await command.end();
  const resumed = await runCommand(folder, ["train", "--resume", "stopped"]);
  deepStrictEqual([resumed.code, resumed.stdout], [0, whole.stdout], resumed.stderr);
  const [first, second] = ["stopped", "whole"].map((run) => newestCheckpoint(folder, run));
  ok(first!.length === second!.length && first!.every((byte, at) => byte === second![at]));
});
