import assert from "node:assert/strict";
import { jointProjection } from "../../../operators/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { tidyTest } from "../_tensors.ts";

/** Projections of two branches, of two weak clips. */
const projections = () => ({
  primary: { weak: tf.tensor2d([[3, 4], [0, 2]]) },
  auxiliary: { weak: tf.tensor2d([[-2, 0], [0, 0]]) },
});

tidyTest("jointProjection() puts directions side by side; a row of zeros stays one", () => {
  const branches = ["primary", "auxiliary"];
  const joint = jointProjection({ projections: projections() }, { branches, view: "weak" });
  const rows = [[0.6, 0.8, -1, 0], [0, 1, 0, 0]].flat();
  [...joint.dataSync()].forEach((value, index) => assert.ok(Math.abs(value - rows[index]!) < 1e-6));
});

tidyTest("jointProjection() has a finite gradient at a row of zeros", () => {
  const branches = ["primary"];
  const gradient = tf.grad((weak: tf.Tensor) =>
    tf.sum(
      jointProjection({ projections: { primary: { weak: weak as tf.Tensor2D } } }, {
        branches,
        view: "weak",
      }),
    )
  );
  assert.ok([...gradient(tf.zeros([1, 2])).dataSync()].every(Number.isFinite));
});

tidyTest("jointProjection() refuses a branch without projections of the view", () => {
  assert.throws(
    () =>
      jointProjection({ projections: projections() }, { branches: ["primary"], view: "strong" }),
    {
      name: "TypeError",
      message: "Cannot join projections as the branch primary must have some of its strong clips",
    },
  );
});
