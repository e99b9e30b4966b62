import assert from "node:assert/strict";
import fc from "fast-check";
import { drawsFor, dropoutPolicy } from "../../../operators/mod.ts";

const OPTIONS = { channels: 0.2, pixels: 0.3, fill: 115 };

function draws(seed: number) {
  return drawsFor({ seed, phase: 0, epoch: 0, video: "a", view: "strong" });
}

Deno.test("dropoutPolicy() drops channels with the given probability, and pixels with a seed of its own", () => {
  const drawn = Array.from({ length: 600 }, (_, seed) => dropoutPolicy(OPTIONS)(draws(seed)));
  const channels = drawn.flatMap((operations) =>
    operations.flatMap((operation) => operation.name === "channelDropout" ? operation.channels : [])
  );
  for (const channel of [0, 1, 2]) {
    const share = channels.filter((dropped) => dropped === channel).length / drawn.length;
    assert.ok(share > 0.14 && share < 0.26, `channel ${channel} is dropped in ${share}`);
  }
  const seeds = drawn.map((operations) => {
    const last = operations.at(-1);
    assert.ok(last?.name === "pixelDropout" && last.rate === 0.3 && last.fill === 115);
    return last.seed.join();
  });
  assert.equal(new Set(seeds).size, drawn.length);
  assert.deepEqual(dropoutPolicy(OPTIONS)(draws(1)), drawn[1]);
});

Deno.test("dropoutPolicy() always leaves a channel", () =>
  fc.assert(fc.property(fc.integer(), (seed) => {
    const [operation] = dropoutPolicy({ ...OPTIONS, channels: 0.99 })(draws(seed));
    assert.ok(operation?.name === "channelDropout" && operation.channels.length <= 2);
  })));

Deno.test("dropoutPolicy() refuses options out of range", () => {
  assert.throws(() => dropoutPolicy({ ...OPTIONS, channels: 1 }), /'channels' must be at least 0/);
  assert.throws(() => dropoutPolicy({ ...OPTIONS, pixels: -0.1 }), /'pixels' must be at least 0/);
  assert.throws(
    () => dropoutPolicy({ ...OPTIONS, fill: 1.5 }),
    /'fill' must be an integer from 0 to 255/,
  );
  assert.throws(() => dropoutPolicy({ channels: 0, pixels: 0, fill: 0 }), /must be above 0/);
});
