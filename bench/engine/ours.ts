/**
 * Our side of `deno task bench engine`, in the protocol of bench/peers/pytorch.py: arguments FOLDER,
 * PRECISION and MODE ("ops", or "xla" to compile the whole step with XLA), then a line of JSON for
 * each line on standard input, "step", "memory", "cost" or "profile".
 *
 * @module
 */
import process from "node:process";
import { createInterface } from "node:readline";
import { type Precision, startTensorFlow } from "../../runtime/mod.ts";
import { threadsPerOp } from "../../pipeline/training/threads_per_op.ts";
import { device } from "../../runtime/device.ts";
import { measurePeak } from "../limit/measure_peak.ts";
import { type EngineCase, networksOf } from "./cases.ts";
import type { StepCost } from "./contender.ts";
import { evaluationPass } from "./evaluation_pass.ts";
import { inferencePass } from "./inference_pass.ts";
import { type EngineSetting, readCase } from "./prepare_case.ts";
import type { StepMode } from "./prepare_step.ts";
import { trainingPass } from "./training_pass.ts";

const PASSES = {
  training: trainingPass,
  inference: inferencePass,
  evaluation: evaluationPass,
};

/** Answers each request on standard input with a line of JSON. */
async function serve(folder: string, mode: StepMode): Promise<void> {
  const engineCase = await readCase(folder);
  const { threads, device: kind, pass } = engineCase;
  await startTensorFlow({ threads, device: kind, threadsPerOp: threadsOfOp(engineCase) });
  const measured = await PASSES[pass](folder, mode);

  async function takeStep() {
    const startedAt = performance.now();
    const pending = measured.take();
    // The first call traces before it waits; later calls only pass the step to the device.
    const traced = secondsSince(startedAt);
    const { loss, free } = await pending;
    const seconds = secondsSince(startedAt);
    free();
    return { seconds, loss, traced };
  }

  /** What a step computes, and how fast this device computes such things at best. */
  async function costOf(): Promise<StepCost> {
    return { flop: measured.flop(), peakFlopPerSecond: await measurePeak(mode.precision) };
  }

  writeAnswer({ version: `TensorFlow ${device().library.version}` });
  for await (const request of createInterface({ input: process.stdin })) {
    if (request === "step") writeAnswer(await takeStep());
    else if (request === "cost") writeAnswer(await costOf());
    else if (request === "profile") writeAnswer(measured.profile());
    else writeAnswer({ bytes: device().kind === "gpu" ? gpuMemory() : peakResidentMemory() });
  }
}

/** As a training chooses it; a test leaves it to the device. */
function threadsOfOp(engineCase: EngineCase & EngineSetting): number | undefined {
  const { pass, labeled, threads } = engineCase;
  const clips = labeled * networksOf(engineCase).length;
  return pass === "training" ? threadsPerOp({ threads, clips }) : undefined;
}

function peakResidentMemory(): number {
  return process.resourceUsage().maxRSS * 1024;
}

/** Returns the bytes of the GPU's memory that this process has reserved. */
function gpuMemory(): number {
  const { stdout } = new Deno.Command("nvidia-smi", {
    args: ["--query-compute-apps=pid,used_memory", "--format=csv,noheader,nounits"],
  }).outputSync();
  const lines = new TextDecoder().decode(stdout).split("\n").map((line) => line.split(","));
  const line = lines.find(([pid]) => Number(pid) === Deno.pid);
  if (line === undefined) {
    throw new Error(`Cannot measure the GPU's memory as nvidia-smi must list process ${Deno.pid}`);
  }
  return Number(line[1]) * 2 ** 20;
}

function secondsSince(startedAt: number): number {
  return (performance.now() - startedAt) / 1000;
}

function writeAnswer(answer: unknown): void {
  console.log(JSON.stringify(answer));
}

if (import.meta.main) {
  const [folder, precision, mode] = Deno.args as [string, Precision, string];
  await serve(folder, { precision, xla: mode === "xla" });
}
