import assert from "node:assert/strict";
import { map, of, pipe } from "rxjs";
import {
  acrossWorkers,
  differentiate,
  dualForward,
  mergeLosses,
  noiseStep,
  tinyNetworks,
} from "../../../operators/mod.ts";
import { joinWorkers, type Workers } from "../../../runtime/collectives/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { withoutLeaks } from "../../_leaks.ts";
import { freeAddresses } from "../../../pipeline/workers/free_addresses.ts";
import { startWorker } from "../../_workers.ts";
import { type JointTrainingOptions, type Trained, trainJointly } from "./_joint_training.ts";
import type { WorkerArgument } from "./worker.ts";

async function trainAlone(training: JointTrainingOptions): Promise<Trained> {
  const group = await joinWorkers({ addresses: ["127.0.0.1:1"], task: 0 });
  return await trainJointly(group, training);
}

/** Trains with some workers, and alone. */
async function trainBoth(size: number, training: JointTrainingOptions, parts = 1) {
  const addresses = freeAddresses(size);
  const workers = addresses.map((_, task) => {
    const argument: WorkerArgument = { options: { addresses, task }, training, parts };
    return startWorker("tests/operators/step/worker.ts", argument);
  });
  const expected = await trainAlone(training);
  const ends = await Promise.all(workers.map(({ ended }) => ended));
  const trained = ends.map(({ stdout, stderr, code }): Trained => {
    assert.deepEqual({ stderr, code }, { stderr: "", code: 0 });
    return JSON.parse(stdout);
  });
  return { trained, expected };
}

Deno.test.each(
  [
    [2, "", { steps: 20, microBatches: 1 }, 1],
    [4, "", { steps: 20, microBatches: 1 }, 1],
    [2, " in two micro-batches", { steps: 5, microBatches: 2 }, 1],
    [1, " that computes in three parts", { steps: 20, microBatches: 1 }, 3],
    [2, " that compute in two parts each", { steps: 20, microBatches: 1 }, 2],
  ] as const,
)(
  "acrossWorkers() makes the steps of %i workers those of one process%s",
  async (size, _, training, parts) => {
    const { trained: [first, ...others], expected } = await trainBoth(size, training, parts);
    for (const other of others) assert.deepEqual(other, first);
    for (const name of ["losses", "norms", "confidence", "state"] as const) {
      assertClose(first![name], expected[name], name);
    }
    assertClose(Object.values(first!.terms), Object.values(expected.terms), "terms");
    assert.ok(Object.values(expected.terms).every((term) => term > 0), "each term takes part");
  },
);

Deno.test("acrossWorkers() sends gradients in bfloat16, near those of one process", async () => {
  const training = { steps: 5, microBatches: 1, sent: "bf16" } as const;
  const { trained: [first, second], expected } = await trainBoth(2, training);
  assert.deepEqual(second, first);
  const differences = first!.losses.map((loss, step) =>
    Math.abs(loss - expected.losses[step]!) / loss
  );
  const largest = Math.max(...differences);
  assert.ok(largest > 1e-6 && largest < 1e-2, `losses differ by ${largest}`);
});

Deno.test("acrossWorkers() refuses a method that remembers something", () => {
  withoutLeaks(() => {
    const networks = tinyNetworks();
    const step = noiseStep({ primary: networks.primary });
    const workers = { ...ALONE, size: 2 };
    const memory = { bank: tf.zeros([2]) };
    const pipeline = pipe(
      dualForward({ primary: networks.primary }),
      map((forwarded) => ({ ...forwarded, memory })),
      mergeLosses(),
    );
    const failures: unknown[] = [];
    of(step).pipe(differentiate(pipeline), acrossWorkers({ workers }))
      .subscribe({ error: (error) => failures.push(error) });
    assert.match(
      String(failures[0]),
      /^TypeError: Cannot take a step with other workers as the method must remember nothing of one worker's clips: it remembers bank$/,
    );
  });
});

const ALONE: Workers = {
  addresses: ["127.0.0.1:1"],
  size: 1,
  task: 0,
  peerTimeoutSec: 1,
  exchangeTimeoutSec: 1,
  keyOf: () => 0,
};

/** Differences of rounding grow from step to step; a wrong step differs by percents. */
const TOLERANCE = 1e-4;

function assertClose(actual: readonly number[], expected: readonly number[], name: string): void {
  assert.equal(actual.length, expected.length);
  const differences = actual.map((value, index) =>
    Math.abs(value - expected[index]!) / Math.max(1e-2, Math.abs(expected[index]!))
  );
  const largest = Math.max(...differences);
  assert.ok(largest < TOLERANCE, `${name} differ by ${largest}: ${actual}, not ${expected}`);
}
