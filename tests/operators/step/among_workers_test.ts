import assert from "node:assert/strict";
import { of } from "rxjs";
import {
  amongWorkers,
  type AmongWorkersOptions,
  noiseStep,
  rowsToContrast,
  type StepInput,
  tinyNetworks,
} from "../../../operators/mod.ts";
import { workersOf } from "../../../operators/step/among_workers.ts";
import { WorkerGroup } from "../../../runtime/collectives/mod.ts";
import { tensorsOf, tf } from "../../../runtime/mod.ts";
import { withoutLeaks } from "../../_leaks.ts";

// What workers compute with it is tested with processes, in across_workers_test.ts.

function groupOf(size: number): WorkerGroup {
  const addresses = Array.from({ length: size }, (_, task) => `127.0.0.1:${4000 + task}`);
  return new WorkerGroup({ addresses, task: 0, peerTimeoutSec: 1, exchangeTimeoutSec: 1 });
}

function shared(step: StepInput, options: AmongWorkersOptions): StepInput {
  let result = step;
  of(step).pipe(amongWorkers(options)).subscribe((value) => {
    result = value;
  });
  return result;
}

Deno.test("amongWorkers() adds no tensor to a step, and one worker is none", () => {
  withoutLeaks(() => {
    const step = noiseStep(tinyNetworks());
    const workers = groupOf(2);
    const among = shared(step, { workers, syncBatchNorm: true });
    assert.deepEqual(tensorsOf(among), tensorsOf(step));
    assert.deepEqual(workersOf({ ...among }), { workers, syncBatchNorm: true });
    assert.equal(workersOf(step), undefined);
    assert.equal(workersOf(shared(step, { workers: groupOf(1) })), undefined);
  });
});

Deno.test("rowsToContrast() returns the rows of a worker alone as they are", () => {
  withoutLeaks(() => {
    const step = noiseStep(tinyNetworks());
    const rows = tf.zeros([2, 4]);
    const own = shared(step, { workers: groupOf(2), contrast: "own" });
    for (const alone of [step, own, shared(step, { workers: groupOf(1) })]) {
      assert.equal(rowsToContrast(alone, rows, "primary"), rows);
    }
  });
});
