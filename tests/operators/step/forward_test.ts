import assert from "node:assert/strict";
import { map, of } from "rxjs";
import {
  type Branch,
  type ByName,
  differentiate,
  forward,
  type Forwarded,
  type ForwardOptions,
  noiseStep,
  startEma,
  type StepInput,
  tinyNetworks,
} from "../../../operators/mod.ts";
import { withProjection } from "../../../models/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { all } from "../_all.ts";
import { checkMapLike } from "../_checklist.ts";
import { tidyTest } from "../_tensors.ts";

const { primary } = tinyNetworks();

const SLOW: Branch = { network: "primary", clip: "slow", views: ["weak"] };

const TWO_RATES: ByName<Branch> = { primary: { network: "primary" }, slow: SLOW };

function input(frames = 1): StepInput {
  return noiseStep({ primary }, { clips: { slow: frames } });
}

function forwarded(step: StepInput, options: ForwardOptions): Forwarded {
  return all(of(step).pipe(forward({ primary }, options)))[0]!;
}

checkMapLike("forward()", {
  operator: () => forward({ primary }, { branches: TWO_RATES }),
  input,
  broken: () => noiseStep({ primary }),
  test: tidyTest,
});

tidyTest("forward() has the views of each branch, and no others", () => {
  const { logits, projections, stages } = forwarded(input(), { branches: TWO_RATES });
  assert.deepEqual(Object.keys(logits.primary), ["labeled", "weak", "strong"]);
  assert.deepEqual(Object.keys(logits["slow"]!), ["weak"]);
  assert.deepEqual([projections, stages], [{ primary: {}, slow: {} }, { primary: {}, slow: {} }]);
});

tidyTest("forward() lets batch norm see clips of one shape together, of two apart", () => {
  const alike = input(2);
  const together = forwarded(alike, { branches: TWO_RATES });
  const alone = forwarded(alike, { branches: { primary: { network: "primary" } } });
  const values = ({ logits }: Forwarded) => logits.primary.weak!.dataSync();
  assert.notDeepEqual(values(together), values(alone));
  const unlike = forwarded(input(1), { branches: TWO_RATES });
  const first = forwarded(input(1), { branches: { primary: { network: "primary" } } });
  assert.deepEqual(values(unlike), values(first));
});

tidyTest("forward() hands the statistics of a pass to the next one", () => {
  const step = input(1);
  const [name] = Object.keys(step.state.primary.statistics).filter((name) => /mean$/.test(name));
  const meanOf = (options: ForwardOptions) =>
    forwarded(step, options).statistics.primary[name!]!.dataSync();
  const both = meanOf({ branches: TWO_RATES });
  const one = meanOf({ branches: { primary: { network: "primary" } } });
  const only = meanOf({ branches: { primary: { ...SLOW } } });
  const before = step.state.primary.statistics[name!]!.dataSync();
  both.forEach((value, index) => {
    // 0.9 · (0.9 · before + 0.1 · first) + 0.1 · second
    const expected = one[index]! * 0.9 + only[index]! - before[index]! * 0.9;
    assert.ok(Math.abs(value - expected) < 1e-6);
  });
});

tidyTest(
  "forward() has the stages of each view if asked to, and what a projection head gives",
  () => {
    const model = withProjection(primary, { layers: [5], normalized: false });
    const step = noiseStep({ primary: model });
    const [{ stages, projections, logits }] = all(
      of(step).pipe(forward({ primary: model }, { stages: true })),
    ) as [Forwarded];
    const shapes = stages.primary.weak!.map(({ shape }) => shape);
    assert.deepEqual(shapes, [[2, 2, 8, 8, 4], [2, 2, 4, 4, 8]]);
    assert.deepEqual(projections.primary.strong!.shape, [2, 5]);
    assert.deepEqual(logits.primary.strong!.shape, [2, 4]);
  },
);

tidyTest("forward() has one pass for each view if asked to", () => {
  const step = input();
  const branches = { primary: { network: "primary", views: ["labeled"] } } as const;
  const alone = forwarded(step, { branches });
  const apart = forwarded(step, { apart: true });
  const together = forwarded(step, {});
  const values = ({ logits }: Forwarded) => logits.primary.labeled!.dataSync();
  assert.deepEqual(values(apart), values(alone));
  assert.notDeepEqual(values(together), values(alone));
});

tidyTest("forward() runs an average in evaluation mode, and without gradient", () => {
  const step = input();
  const { parameters, statistics } = step.state.primary;
  const averaged = { ...step, state: { primary: startEma(step.state.primary) } };
  const teacher = { network: "primary", average: true, views: ["weak"] } as const;
  const branches = { primary: { network: "primary" }, teacher } as const;
  const { logits } = forwarded(averaged, { branches });
  const clips = step.batch.weak!.primary;
  const evaluated = primary.forward({ parameters, statistics, clips, training: false });
  assert.deepEqual(logits["teacher"]!.weak!.dataSync(), evaluated.logits.dataSync());
  const lossOf = (branch: string) =>
    map(({ logits }: Forwarded) => ({
      loss: tf.add<tf.Scalar>(
        tf.sum(logits[branch]!.weak!),
        tf.mul(tf.sum(logits.primary.labeled!), 0),
      ),
    }));
  const gradientOf = (branch: string) => {
    const pipeline = forward({ primary }, { branches });
    const [result] = all(
      of(averaged).pipe(differentiate((steps) => steps.pipe(pipeline, lossOf(branch)))),
    );
    return tf.max(tf.abs(result!.gradients.primary["blocks.0.conv.weight"]!)).dataSync()[0]!;
  };
  assert.equal(gradientOf("teacher"), 0);
  assert.ok(gradientOf("primary") > 0);
});

tidyTest("forward() refuses a branch whose clips or average are missing", () => {
  assert.throws(() => forwarded(noiseStep({ primary }), { branches: TWO_RATES }), {
    name: "TypeError",
    message: "Cannot run the branch slow as the batch must have weak clips named 'slow'",
  });
  const teacher = { network: "primary", average: true } as const;
  assert.throws(() => forwarded(input(), { branches: { primary: teacher } }), {
    name: "TypeError",
    message: "Cannot run the average of the primary model as its state must have one",
  });
});
