import assert from "node:assert/strict";
import type { StrongOperation } from "../../../operators/mod.ts";
import { STRONG_OPERATIONS } from "../../../operators/views/strong_operations.ts";
import { describePlan } from "../../../pipeline/videos/describe_plan.ts";

const BOX = { left: 1.25, top: 0, width: 35.04, height: 35.04 };
const CROP = "crop 35 × 35 at (1.3, 0)";

Deno.test("describePlan() says which part of the frame is shown, and whether it is flipped", () => {
  assert.equal(describePlan({ box: BOX, flip: false }), CROP);
  assert.equal(describePlan({ box: BOX, flip: true }), `${CROP} · flipped`);
});

const OPERATIONS: readonly (readonly [words: string, operation: StrongOperation])[] = [
  ["rotate by -12.5°", { name: "rotate", magnitude: -12.5 }],
  ["posterize to 4 bits", { name: "posterize", magnitude: 4 }],
  ["solarize from 128", { name: "solarize", magnitude: 128 }],
  ["translateX by -22.5 %", { name: "translateX", magnitude: -0.225 }],
  ["shearY by 0.15", { name: "shearY", magnitude: 0.15 }],
  ["contrast × 0.55", { name: "contrast", magnitude: 0.55 }],
  ["equalize", { name: "equalize", magnitude: 0 }],
  ["cutout 6 × 5", { name: "cutout", fill: [], box: { left: 0, top: 0, width: 6, height: 5 } }],
  ["without red, blue", { name: "channelDropout", channels: [0, 2], fill: 0 }],
  ["without 20 % of the pixels", { name: "pixelDropout", rate: 0.2, seed: [0, 0], fill: 0 }],
];

for (const [words, operation] of OPERATIONS) {
  Deno.test(`describePlan() names operations with their strength: ${words}`, () => {
    const plan = { box: BOX, flip: false, operations: [operation, operation] };
    assert.equal(describePlan(plan), `${CROP} · ${words} · ${words}`);
  });
}

Deno.test("describePlan() names the operations of clips of changes apart", () => {
  const equalize = { name: "equalize", magnitude: 0 } as const;
  const invert = { name: "invert", magnitude: 0 } as const;
  const others = { gradient: [invert, equalize], flow: [invert] };
  const plan = { box: BOX, flip: false, operations: [equalize], others };
  const words = `${CROP} · equalize · gradient: invert, equalize · flow: invert`;
  assert.equal(describePlan(plan), words);
});

Deno.test("describePlan() has words for every operation", () => {
  for (const name of STRONG_OPERATIONS) {
    const operations = [{ name, magnitude: 0.5 }];
    const described = describePlan({ box: BOX, flip: false, operations });
    assert.ok(described.startsWith(`${CROP} · ${name}`), described);
  }
});
