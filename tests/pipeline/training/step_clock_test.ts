import assert from "node:assert/strict";
import fc from "fast-check";
import { StepClock } from "../../../pipeline/training/step_clock.ts";

Deno.test("StepClock splits the time into device, data, other workers and pauses", () => {
  let now = 0;
  const clock = new StepClock({ now: () => now });
  const spend = (milliseconds: number) => now += milliseconds;
  spend(1000);
  assert.equal(clock.enter("data"), "pause");
  spend(500);
  clock.enter("device");
  spend(1500);
  clock.enter("peers");
  spend(250);
  clock.enter("device");
  assert.deepEqual(clock.finishStep(), { device: 1.5, data: 0.5, peers: 0.25, pause: 1 });
  const before = clock.enter("pause");
  spend(3000);
  clock.enter(before);
  assert.deepEqual(clock.total, { device: 1.5, data: 0.5, peers: 0.25, pause: 4 });
});

Deno.test("StepClock knows what is done now and for how long", () => {
  let now = 0;
  const clock = new StepClock({ now: () => now });
  clock.enter("device");
  now = 7000;
  clock.finishStep();
  now = 8000;
  assert.deepEqual(clock.current, { activity: "device", seconds: 8 });
  clock.enter("data");
  assert.deepEqual(clock.current, { activity: "data", seconds: 0 });
});

Deno.test("StepClock accounts for every millisecond, whatever the phases", () => {
  const spans = fc.array(
    fc.tuple(fc.constantFrom("device", "data", "peers", "pause"), fc.nat(10_000)),
  );
  fc.assert(fc.property(spans, (list) => {
    let now = 0;
    const clock = new StepClock({ now: () => now });
    for (const [phase, milliseconds] of list) {
      clock.enter(phase);
      now += milliseconds;
    }
    const { device, data, peers, pause } = clock.total;
    assert.ok(Math.abs((device + data + peers + pause) * 1000 - now) < 1e-6);
  }));
});
