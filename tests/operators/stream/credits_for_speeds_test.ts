import assert from "node:assert/strict";
import { drawsFor } from "../../../operators/draws_for.ts";
import { creditsFor } from "../../../operators/stream/mod.ts";
import { efficiency, type Simulation } from "./_simulation.ts";

const STEPS = 60;

/** Decoding times between 0.4 and 1.6, as those of one data set vary: the same for all cases. */
const draws = drawsFor({ seed: 1, phase: 0, epoch: 0, video: "", role: "unlabeled", view: "time" });
const decodingTimes = Array.from({ length: 24 * STEPS }, () => draws.uniform(0.4, 1.6));

/** A device whose step takes as long as `speed` times that of its clips' decoding. */
function simulation(decoders: number, batch: number, speed: number): Simulation {
  return {
    decoders,
    batch,
    decodingTime: (clip) => decodingTimes[clip]!,
    stepTime: () => speed * batch / decoders,
    steps: STEPS,
  };
}

for (const decoders of [2, 4, 8, 16]) {
  for (const batch of [6, 24]) {
    Deno.test(`creditsFor() feeds devices of any speed from ${decoders} decoders, ${batch} clips a step`, () => {
      const capacity = creditsFor({ batch, concurrency: decoders });
      for (const speed of [0.1, 0.8, 1, 1.25, 4]) {
        const share = efficiency(simulation(decoders, batch, speed), capacity);
        assert.ok(share >= 0.93, `${share} of the ideal for a device of ${speed}`);
      }
    });
  }
}

Deno.test("two steps of clips alone starve many decoders", () => {
  assert.ok(efficiency(simulation(16, 6, 1), 2 * 6) < 0.5);
});

Deno.test("no affordable number of credits makes up for pauses as long as many steps", () => {
  // Every 30th step is followed by a pause of 20 steps; the decoders are as fast as the mean.
  const paused = {
    ...simulation(2, 24, 1),
    stepTime: (step: number) => 24 / 2 * (step % 30 === 29 ? 20.5 : 0.5) * 30 / 35,
  };
  const [normal, double] = [1, 2].map((times) =>
    efficiency(paused, times * creditsFor({ batch: 24, concurrency: 2 }))
  );
  assert.ok(double! - normal! < 0.05);
});
