import assert from "node:assert/strict";
import { joinWorkers } from "../../../runtime/collectives/mod.ts";
import "../../_tensorflow.ts";
import { freeAddresses, startWorker } from "../../_workers.ts";
import { type Trained, trainJointly } from "./_joint_training.ts";
import type { WorkerArgument } from "./worker.ts";

const STEPS = 20;

let alone: Promise<Trained> | undefined;

/** The training of one process. */
async function trainAlone(): Promise<Trained> {
  const group = await joinWorkers({ addresses: ["127.0.0.1:1"], task: 0 });
  return await trainJointly(group, STEPS);
}

Deno.test.each([2, 4])(
  "acrossWorkers() makes the steps of %i workers those of one process",
  async (size) => {
    const addresses = freeAddresses(size);
    const workers = addresses.map((_, task) => {
      const argument: WorkerArgument = { options: { addresses, task }, steps: STEPS };
      return startWorker("tests/operators/step/worker.ts", argument);
    });
    alone ??= trainAlone();
    const expected = await alone;
    const ends = await Promise.all(workers.map(({ ended }) => ended));
    const [first, ...others] = ends.map(({ stdout, stderr, code }): Trained => {
      assert.deepEqual({ stderr, code }, { stderr: "", code: 0 });
      return JSON.parse(stdout);
    });
    for (const other of others) assert.deepEqual(other, first);
    for (const name of ["losses", "norms", "confidence", "state"] as const) {
      assertClose(first![name], expected[name], name);
    }
    assertClose(Object.values(first!.terms), Object.values(expected.terms), "terms");
    assert.ok(Object.values(expected.terms).every((term) => term > 0), "each term takes part");
  },
);

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
