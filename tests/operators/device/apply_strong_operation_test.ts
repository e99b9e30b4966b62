import assert from "node:assert/strict";
import { tf } from "../../../runtime/mod.ts";
import { applyStrongOperation, type StrongOperationName } from "../../../operators/mod.ts";
import { tensorTest, valuesOf } from "../_tensors.ts";
import { AUGMENT, compareWithReference } from "./_reference_clip.ts";

/** Operation, magnitude, name of the reference's result: equal to torchvision's in every byte. */
const EXACT: readonly (readonly [StrongOperationName, number, string])[] = [
  ["autocontrast", 0, "autocontrast"],
  ["equalize", 0, "equalize"],
  ["invert", 0, "invert"],
  ["posterize", 4, "posterize_4"],
  ["solarize", 128, "solarize_128"],
  ["color", 1.5, "color_1.5"],
  ["color", 0.4, "color_0.4"],
  ["contrast", 1.5, "contrast_1.5"],
  ["contrast", 0.4, "contrast_0.4"],
  ["brightness", 1.5, "brightness_1.5"],
  ["brightness", 0.4, "brightness_0.4"],
  ["sharpness", 1.5, "sharpness_1.5"],
  ["sharpness", 0.4, "sharpness_0.4"],
  ["rotate", 30, "rotate_30_nearest"],
  ["shearX", 0.3, "shear_x_0.3_nearest"],
  ["shearY", 0.3, "shear_y_0.3_nearest"],
  ["translateX", 0.2, "translate_x_0.2_nearest"],
  ["translateY", 0.2, "translate_y_0.2_nearest"],
];

for (const [name, magnitude, reference] of EXACT) {
  tensorTest(`applyStrongOperation() ${reference} is torchvision's, byte for byte`, () => {
    const change = (clip: tf.Tensor4D) => applyStrongOperation(clip, { name, magnitude });
    assert.deepEqual(compareWithReference(change, `${reference}.tv`), { largest: 0, share: 0 });
  });
}

/**
 * The maximum difference, in levels, where Pillow's result differs from torchvision's: Pillow
 * rounds its gray.
 */
const OFF_PILLOW: Readonly<Record<string, number>> = {
  "autocontrast": 1,
  "color_1.5": 1,
  "color_0.4": 1,
  "contrast_0.4": 1,
};

/** Where Pillow does something else: timm moves by 4.8 pixels, torchvision by 4. */
const NOT_PILLOW = ["translate_y_0.2_nearest"];

const LIKE_PILLOW = [...EXACT, ["solarizeAdd", 110, "solarize_add_110"] as const]
  .filter(([, , reference]) => !NOT_PILLOW.includes(reference));

for (const [name, magnitude, reference] of LIKE_PILLOW) {
  const levels = OFF_PILLOW[reference] ?? 0;
  tensorTest(`applyStrongOperation() ${reference} is Pillow's up to ${levels} levels`, () => {
    const change = (clip: tf.Tensor4D) => applyStrongOperation(clip, { name, magnitude });
    const { largest } = compareWithReference(change, `${reference}.pil`);
    assert.ok(largest <= levels, `largest difference is ${largest}`);
  });
}

for (
  const [name, magnitude, reference] of [
    ["rotate", 30, "rotate_30"],
    ["shearX", 0.3, "shear_x_0.3"],
    ["shearY", 0.3, "shear_y_0.3"],
    ["translateX", 0.2, "translate_x_0.2"],
    ["translateY", 0.2, "translate_y_0.2"],
  ] as const
) {
  tensorTest(
    `applyStrongOperation() ${reference} bilinear is torchvision's up to one level`,
    () => {
      const change = (clip: tf.Tensor4D) =>
        applyStrongOperation(clip, { name, magnitude }, { interpolation: "bilinear" });
      const { largest, share } = compareWithReference(change, `${reference}_bilinear.tv`);
      assert.ok(largest <= 1 && share < 0.01, `largest ${largest}, ${share} of the values differ`);
    },
  );
}

const CUTOUTS = [
  [[0, 0, 0], "cutout_fill0"],
  [[125, 123, 114], "cutout_fill_125_123_114"],
  [[128, 128, 128], "cutout_fill128"],
] as const;

for (const [fill, reference] of CUTOUTS) {
  tensorTest(`applyStrongOperation() ${reference} is torchvision's, byte for byte`, () => {
    const box = { top: 5, left: 9, height: 8, width: 10 };
    const change = (clip: tf.Tensor4D) =>
      applyStrongOperation(clip, { name: "cutout", box, fill: [...fill] });
    assert.deepEqual(compareWithReference(change, `${reference}.tv`), { largest: 0, share: 0 });
  });
}

tensorTest(
  "applyStrongOperation() does not change a frame if nothing is cut out or smoothed",
  () => {
    const small = tf.tensor4d([[[[10, 20, 30], [40, 50, 60]]]]);
    const box = { top: 0, left: 0, height: 0, width: 0 };
    const cut = applyStrongOperation(small, { name: "cutout", box, fill: [0, 0, 0] });
    const sharp = applyStrongOperation(small, { name: "sharpness", magnitude: 1.9 });
    small.dispose();
    assert.deepEqual(valuesOf(cut), [10, 20, 30, 40, 50, 60]);
    assert.deepEqual(valuesOf(sharp), [10, 20, 30, 40, 50, 60]);
  },
);

Deno.test(
  "applyStrongOperation() is compared for every operation of the reference",
  () => {
    const { ops } = AUGMENT.description;
    // The results of bilinear sampling are compared above; flips, crops and resizes in
    // crop_frames_test.ts.
    const compared = [...LIKE_PILLOW, ...EXACT].map(([, , reference]) => reference);
    const bilinear = compared.map((name) => name.replace("_nearest", "_bilinear"));
    const all = new Set([...compared, ...bilinear, ...CUTOUTS.map(([, reference]) => reference)]);
    const missing = Object.keys(ops)
      .filter((name) => !all.has(name) && !/^(hflip|crop|resize_)/.test(name));
    assert.deepEqual(missing, []);
  },
);
