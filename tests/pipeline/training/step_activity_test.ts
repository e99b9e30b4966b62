import assert from "node:assert/strict";
import { StepActivity } from "../../../pipeline/training/step_activity.ts";
import { StepClock } from "../../../pipeline/training/step_clock.ts";

const videos = { labeled: [], unlabeled: [], seed: 0 };
const PHASES = [
  { from: 0, to: 2, order: { ...videos, labeledPerBatch: 2, ratio: 0 } },
  { from: 2, to: 9, order: { ...videos, labeledPerBatch: 2, ratio: 5 } },
];

Deno.test("StepActivity says what the step under way is waiting for, and for how long", () => {
  let now = 0;
  let steps = 0;
  const clock = new StepClock({ now: () => now });
  let decoded = 0;
  const activity = new StepActivity({
    clock,
    phases: PHASES,
    totalSteps: 9,
    steps: () => steps,
    decoded: () => decoded,
    hasHooks: false,
  });
  clock.enter("data");
  decoded = 1;
  now = 7000;
  assert.equal(activity.describe(), "step 1/9: decoding, 1 of 2 clips (0:07)");
  clock.enter("device");
  assert.equal(activity.describe(), "step 1/9: preparing and computing (0:00)");
  steps = 1;
  assert.equal(activity.describe(), "step 2/9: computing (0:00)");
  // Those of the next steps are decoded ahead.
  steps = 2;
  decoded = 9;
  clock.enter("data");
  assert.equal(activity.describe(), "step 3/9: decoding, 5 of 12 clips (0:00)");
  clock.enter("device");
  assert.equal(activity.describe(), "step 3/9: preparing and computing (0:00)");
  clock.enter("pause");
  now = 68_000;
  assert.equal(activity.describe(), "step 3/9: writing a checkpoint (1:01)");
});

Deno.test("StepActivity says that a pause may be a hook's, if there are hooks", () => {
  const activity = new StepActivity({
    clock: new StepClock({ now: () => 0 }),
    phases: PHASES,
    totalSteps: 9,
    steps: () => 4,
    decoded: () => 0,
    hasHooks: true,
  });
  assert.equal(
    activity.describe(),
    "step 5/9: writing a checkpoint, or waiting for a hook (0:00)",
  );
});
