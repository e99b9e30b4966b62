/**
 * A worker of the tests beside it: takes part in an act and prints what comes out as a line of JSON;
 * a failure prints its message and exits with 1.
 *
 * @module
 */
import { compile, disposeTree, startTensorFlow, tf, tidyTree } from "../../../runtime/mod.ts";
import {
  joinWorkers,
  type JoinWorkersOptions,
  type WorkerGroup,
} from "../../../runtime/collectives/mod.ts";
import { allGather, allReduceMean } from "../../../runtime/ops/mod.ts";

/** What a worker gets as JSON. */
export interface WorkerArgument {
  readonly act: keyof typeof ACTS;
  readonly options: JoinWorkersOptions;
}

/** Returns the values that a worker has in the tests of means. */
export function valuesOf(task: number): Float32Array<ArrayBuffer> {
  return Float32Array.from(
    { length: 1000 },
    (_, index) => Math.sin(index * 1.7 + task) * 1e3 ** task,
  );
}

const ACTS = { laws, steps, fail, kill, stop, late, shapes, idle, facts };

/** Means, gathers and their gradients, op by op and compiled. */
async function laws(group: WorkerGroup): Promise<unknown> {
  const { task } = group;
  const compute = (pass: string) => (inputs: { values: tf.Tensor1D; rows: tf.Tensor2D }) => {
    const exchange = (name: string) => ({ group, name: `${pass} ${name}` });
    const { values, rows } = inputs;
    const parts = [tf.slice(values, 0, 100), tf.slice(values, 100, 7), tf.slice(values, 107)];
    const meanOptions = { ...exchange("means"), bucketBytes: 420 };
    const means = allReduceMean(parts, meanOptions);
    const narrow = allReduceMean([values], { ...exchange("narrow means"), precision: "bf16" });
    const weight = tf.tensor2d([[1], [10], [100], [1000]]);
    const gradient = tf.grad((rows: tf.Tensor) => {
      const all = allGather(rows as tf.Tensor2D, exchange("rows"));
      return tf.sum(tf.mul(tf.mul(all, weight), task + 1));
    })(rows);
    const labels = allGather(tf.tensor1d([task + 5], "int32"), exchange("labels"));
    const meanGradient = tf.grad((x: tf.Tensor) => {
      const [mean] = allReduceMean([x], exchange("loss"));
      return tf.mul(mean!, task + 1);
    })(tf.scalar(task));
    return {
      mean: tf.concat(means),
      narrow: narrow[0]!,
      all: allGather(rows, exchange("all")),
      gradient,
      labels,
      meanGradient,
    };
  };
  const inputs = {
    values: tf.tensor1d(valuesOf(task)),
    rows: tf.tensor2d([[task, task + 0.5], [10 * task, 1]]),
  };
  using compiled = compile(compute("compiled"));
  const outputs = [
    tidyTree(() => compute("eager")(inputs)),
    await compiled(inputs),
    await compiled(inputs),
  ];
  const results = outputs.map((output) =>
    Object.fromEntries(Object.entries(output).map(([name, tensor]) => [name, tensor.arraySync()]))
  );
  disposeTree([inputs, outputs]);
  const texts = await group.exchange(`I am ${task}${"!".repeat(300 * task)}`, "names");
  return { results, texts };
}

/** Steps without end. */
async function steps(group: WorkerGroup): Promise<never> {
  using step = compile((x: tf.Tensor) => allReduceMean([x], { group, name: "step" }));
  while (true) await group.guard(() => step(tf.scalar(1)));
}

async function someSteps(group: WorkerGroup): Promise<void> {
  using step = compile((x: tf.Tensor) => allReduceMean([x], { group, name: "step" }));
  for (let count = 0; count < 3; count++) await step(tf.scalar(1));
}

async function fail(group: WorkerGroup): Promise<string> {
  await someSteps(group);
  await group.fail("the disk is\nfull");
  return "left";
}

async function kill(group: WorkerGroup): Promise<void> {
  await someSteps(group);
  Deno.kill(Deno.pid, "SIGKILL");
}

async function stop(group: WorkerGroup): Promise<void> {
  await someSteps(group);
  Deno.kill(Deno.pid, "SIGSTOP");
}

/** Takes part in no further exchange until another worker has stopped waiting. */
async function late(group: WorkerGroup): Promise<void> {
  await someSteps(group);
  await new Promise((resolve) => setTimeout(resolve, 2000));
}

/** A tensor that has another shape in each worker. */
async function shapes(group: WorkerGroup): Promise<void> {
  using step = compile((x: tf.Tensor) => allReduceMean([x], { group, name: "features" }));
  await group.guard(() => step(tf.zeros([2 + group.task])));
}

/** Numbers of all workers, and a fact that differs. */
async function facts(group: WorkerGroup): Promise<unknown> {
  const { task } = group;
  await group.requireAgreement({ seed: "4", version: "1" }, "facts");
  const numbers = await group.gather([10 * task, -7], "numbers");
  let failure = "";
  await group.requireAgreement({ seed: task === 2 ? "5" : "4" }, "facts").catch(({ message }) => {
    failure = message;
  });
  return { numbers, failure };
}

/** Does nothing. */
function idle(): Promise<string> {
  return Promise.resolve("there");
}

if (import.meta.main) {
  const { act, options }: WorkerArgument = JSON.parse(Deno.args[0] ?? "");
  await startTensorFlow({ device: "cpu", threads: 1 });
  try {
    const group = await joinWorkers({ ...options, notify: (line) => console.error(line) });
    const result = await ACTS[act](group);
    if (act !== "fail") await group.close();
    console.log(JSON.stringify(result));
  } catch (error) {
    console.error(String(error));
    Deno.exitCode = 1;
  }
}
