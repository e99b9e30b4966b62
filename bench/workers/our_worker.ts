/**
 * `our_worker.ts FOLDER TASK`: takes a part of the steps of a case, as one of several processes, in
 * the protocol of bench/peers/distributed.py. TASK is a `WorkerTask` as JSON. The program answers
 * each line on standard input with a line of JSON: "steps N" takes training steps, "exchange N" sends
 * gradients and computes nothing, "memory" returns the peak of the resident memory.
 *
 * @module
 */
import process from "node:process";
import { createInterface } from "node:readline";
import { networksOf, type StepInput } from "../../operators/mod.ts";
import { joinWorkers, type WorkerGroup } from "../../runtime/collectives/mod.ts";
import { device } from "../../runtime/device.ts";
import { compile, disposeTree, startTensorFlow, tf } from "../../runtime/mod.ts";
import { allReduceMean, type AllReduceMeanOptions } from "../../runtime/ops/mod.ts";
import { prepareStep } from "../engine/prepare_step.ts";
import type { StepTimes, WorkerTask } from "./worker_task.ts";

/** How this process sends gradients. */
type Sending = Pick<AllReduceMeanOptions, "bucketBytes" | "precision">;

/** The trained tensors of all networks, in their order. */
function parametersOf(state: StepInput["state"]): tf.Tensor[] {
  return networksOf(state).flatMap((network) => Object.values(state[network]!.parameters));
}

/** Takes steps, each once all workers are ready for it, as a training does. */
function stepTaker({ step, input }: Pick<Prepared, "step" | "input">, group?: WorkerGroup) {
  const compiled = compile(step);
  let { state } = input;
  const takeOne = async () => {
    const output = await compiled({ ...input, state });
    const { state: next, ...metrics } = output;
    const loss = metrics.result.loss.dataSync()[0]!;
    disposeTree(state);
    disposeTree(metrics);
    state = next;
    return loss;
  };
  return async (count: number): Promise<StepTimes> => {
    const seconds: number[] = [];
    const waits: number[] = [];
    const losses: number[] = [];
    for (let index = 0; index < count; index++) {
      const startedAt = performance.now();
      await group?.gather([0], "meeting");
      waits.push(secondsSince(startedAt));
      losses.push(await (group?.guard(takeOne) ?? takeOne()));
      seconds.push(secondsSince(startedAt));
    }
    return { seconds, waits, losses };
  };
}

type Prepared = Awaited<ReturnType<typeof prepareStep>>;

/** Sends tensors of these shapes, the last ones first, as gradients are sent, and nothing else. */
async function timeExchanges(
  count: number,
  { group, shapes, sending }: {
    readonly group: WorkerGroup;
    readonly shapes: readonly number[][];
    readonly sending: Sending;
  },
): Promise<number[]> {
  const options = { ...sending, group: group.named("exchange"), name: "gradients" };
  using exchange = compile((values: tf.Tensor[]) => allReduceMean(values.toReversed(), options));
  const values = shapes.map((shape) => tf.zeros(shape));
  const seconds: number[] = [];
  // The first one traces.
  for (let index = -1; index < count; index++) {
    await group.gather([0], "meeting");
    const startedAt = performance.now();
    disposeTree(await group.guard(() => exchange(values)));
    if (index >= 0) seconds.push(secondsSince(startedAt));
  }
  disposeTree(values);
  return seconds;
}

/** Answers each request on standard input with a line of JSON. */
async function serve(
  folder: string,
  { task, size, threads, addresses, precision, bucketBytes }: WorkerTask,
): Promise<void> {
  await startTensorFlow({ threads, device: "cpu" });
  const group = addresses === null ? undefined : await joinWorkers({ addresses, task });
  const sending = { precision, bucketBytes };
  const division = { size, task, workers: group?.named("step"), gradientExchange: sending };
  const prepared = await prepareStep(folder, { precision: "float32", xla: false, division });
  const parameters = parametersOf(prepared.input.state);
  const shapes = parameters.map(({ shape }) => shape);
  const elements = parameters.reduce((sum, { size }) => sum + size, 0);
  const takeSteps = stepTaker(prepared, group);
  const version = `TensorFlow ${device().library.version}`;
  writeAnswer({ version, gradientBytes: 4 * elements });
  for await (const request of createInterface({ input: process.stdin })) {
    const [word, count] = request.split(" ");
    if (word === "steps") writeAnswer(await takeSteps(Number(count)));
    else if (word === "exchange" && group !== undefined) {
      writeAnswer({ seconds: await timeExchanges(Number(count), { group, shapes, sending }) });
    } else writeAnswer({ bytes: process.resourceUsage().maxRSS * 1024 });
  }
  await group?.close();
}

function secondsSince(startedAt: number): number {
  return (performance.now() - startedAt) / 1000;
}

function writeAnswer(answer: unknown): void {
  console.log(JSON.stringify(answer));
}

if (import.meta.main) {
  const [folder, task] = Deno.args as [string, string];
  await serve(folder, JSON.parse(task));
}
