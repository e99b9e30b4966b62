import assert from "node:assert/strict";
import { drawsFor } from "../../../operators/mod.ts";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { viewOptions } from "../../../pipeline/videos/view_options.ts";

/** The names of the operations that many strong views of a configuration have. */
async function operationsOf(fields: Readonly<Record<string, unknown>>): Promise<string[]> {
  const overrides = Object.entries(fields).map(([field, value]) => ({
    path: `views.strong.${field}`,
    value,
  }));
  const { config } = await loadConfig("motion_small", overrides);
  const { policy } = viewOptions(config).strong;
  const drawn = Array.from(
    { length: 300 },
    (_, seed) => policy(drawsFor({ seed, phase: 0, epoch: 0, video: "a", view: "strong" })),
  );
  return [...new Set(drawn.flat().map(({ name }) => name))].sort();
}

Deno.test("viewOptions() takes the policy that the configuration names", async () => {
  assert.deepEqual(await operationsOf({ policy: "dropout" }), ["channelDropout", "pixelDropout"]);
  assert.deepEqual(await operationsOf({ policy: "dropout", dropPixels: 0 }), ["channelDropout"]);
  const randaugment = await operationsOf({ policy: "randaugment" });
  assert.ok(!randaugment.includes("solarizeAdd") && randaugment.includes("translateX"));
  const autoaugment = await operationsOf({ policy: "autoaugment" });
  assert.ok(autoaugment.includes("posterize") && !autoaugment.includes("translateX"));
  assert.deepEqual(await operationsOf({ policy: "autoaugment", only: ["rotate"] }), ["rotate"]);
  const only = ["solarizeAdd"];
  assert.deepEqual(await operationsOf({ policy: "randaugment", only }), only);
});

Deno.test("viewOptions() gives lengths in pixels of the clip's size", async () => {
  const { config } = await loadConfig("motion_small", [
    { path: "views.labeled.scale", value: [1, 2] },
  ]);
  const { labeled, weak, strong } = viewOptions(config);
  assert.deepEqual(labeled.shortSide, [32, 64]);
  assert.deepEqual(weak.shortSide, [32, 38]);
  assert.deepEqual(strong.shortSide, weak.shortSide);
});
