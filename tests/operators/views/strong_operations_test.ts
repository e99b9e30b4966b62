import assert from "node:assert/strict";
import { STRONG_OPERATIONS } from "../../../operators/mod.ts";

Deno.test("STRONG_OPERATIONS keeps its order, which the draws of randAugment() depend on", () =>
  assert.deepEqual(STRONG_OPERATIONS, [
    "autocontrast",
    "equalize",
    "invert",
    "rotate",
    "posterize",
    "solarize",
    "solarizeAdd",
    "color",
    "contrast",
    "brightness",
    "sharpness",
    "shearX",
    "shearY",
    "translateX",
    "translateY",
  ]));
