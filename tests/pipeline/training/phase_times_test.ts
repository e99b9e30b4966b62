import assert from "node:assert/strict";
import { PhaseTimes } from "../../../pipeline/training/phase_times.ts";

const order = { labeled: [], unlabeled: [], labeledPerBatch: 1, ratio: 0, seed: 0 };
const PHASES = [
  { from: 0, to: 10, order },
  { from: 10, to: 30, order: { ...order, ratio: 5 } },
];

Deno.test("PhaseTimes knows nothing before the second step of a phase", () => {
  const times = new PhaseTimes(PHASES);
  assert.deepEqual(times.remaining(0), { seconds: 0, unmeasuredSteps: 30 });
  // TensorFlow prepares the function in the first step.
  times.add(0, 60);
  assert.deepEqual(times.remaining(1), { seconds: 0, unmeasuredSteps: 29 });
});

Deno.test("PhaseTimes takes each phase's own mean, and says what it has not measured", () => {
  const times = new PhaseTimes(PHASES);
  times.add(0, 60);
  times.add(1, 1);
  times.add(2, 3);
  assert.deepEqual(times.remaining(3), { seconds: 14, unmeasuredSteps: 20 });
  for (let step = 3; step < 10; step++) times.add(step, 2);
  assert.deepEqual(times.remaining(10), { seconds: 0, unmeasuredSteps: 20 });
  times.add(10, 90);
  times.add(11, 5);
  assert.deepEqual(times.remaining(12), { seconds: 90, unmeasuredSteps: 0 });
  assert.deepEqual(times.remaining(30), { seconds: 0, unmeasuredSteps: 0 });
});

Deno.test("PhaseTimes expects the same of phases whose steps have the same clips", () => {
  const times = new PhaseTimes([{ from: 0, to: 10, order }, { from: 10, to: 30, order }]);
  times.add(0, 60);
  times.add(1, 2);
  assert.deepEqual(times.remaining(2), { seconds: 56, unmeasuredSteps: 0 });
});

Deno.test("PhaseTimes tells phases with as many clips apart, whose steps do other work", () => {
  const times = new PhaseTimes([{ from: 0, to: 10, order }, { from: 10, to: 30, order }]);
  times.expect(new Map([[10, 5]]));
  times.add(0, 60);
  times.add(1, 2);
  assert.deepEqual(times.remaining(2), { seconds: 8 * 2 + 20 * 5, unmeasuredSteps: 0 });
  times.add(10, 60);
  times.add(11, 6);
  assert.deepEqual(times.remaining(12), { seconds: 18 * 6, unmeasuredSteps: 0 });
});

Deno.test("PhaseTimes of a resumed run measures from there", () => {
  const times = new PhaseTimes(PHASES);
  times.add(20, 60);
  times.add(21, 4);
  assert.deepEqual(times.remaining(22), { seconds: 32, unmeasuredSteps: 0 });
});

Deno.test("PhaseTimes takes what is expected of a phase until it has measured a step of it", () => {
  const times = new PhaseTimes(PHASES);
  times.expect(new Map([[10, 3]]));
  assert.deepEqual(times.remaining(0), { seconds: 60, unmeasuredSteps: 10 });
  times.add(10, 60);
  assert.deepEqual(times.remaining(11), { seconds: 57, unmeasuredSteps: 0 });
  times.add(11, 5);
  assert.deepEqual(times.remaining(12), { seconds: 90, unmeasuredSteps: 0 });
});
