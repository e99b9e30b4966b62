import assert from "node:assert/strict";
import { of } from "rxjs";
import { tf } from "../../../runtime/mod.ts";
import { dualForward, type StepInput } from "../../../operators/mod.ts";
import { all } from "../_all.ts";
import { checkMapLike } from "../_checklist.ts";
import { AUXILIARY, initialState, noise, PRIMARY, scheduleOf } from "../_networks.ts";
import { tidyTest } from "../_tensors.ts";

const BOTH = { primary: PRIMARY, auxiliary: AUXILIARY };

function input(): Required<StepInput> {
  const state = { primary: initialState(PRIMARY), auxiliary: initialState(AUXILIARY) };
  return { state, batch: noise(1), schedule: scheduleOf() };
}

/** A step without a state for the auxiliary network. */
function withoutAuxiliaryState(): StepInput {
  const { state, ...others } = input();
  return { ...others, state: { primary: state.primary } };
}

checkMapLike("dualForward()", {
  operator: () => dualForward(BOTH),
  input,
  broken: withoutAuxiliaryState,
  test: tidyTest,
});

tidyTest("dualForward() returns the logits of every view of both networks", () => {
  const step = input();
  const [forwarded] = all(of(step).pipe(dualForward(BOTH)));
  for (const network of ["primary", "auxiliary"] as const) {
    const { labeled, weak, strong } = forwarded!.logits[network]!;
    assert.deepEqual([labeled!.shape, weak!.shape, strong!.shape], [[1, 4], [2, 4], [2, 4]]);
  }
  assert.equal(forwarded!.batch, step.batch);
  const moved = Object.keys(forwarded!.statistics.primary);
  assert.deepEqual(moved.sort(), Object.keys(step.state.primary.statistics).sort());
  assert.deepEqual(forwarded!.statistics.auxiliary, {});
});

tidyTest(
  "dualForward() runs all views in one pass, in the order labeled, weak, strong",
  () => {
    const step = input();
    const { labeled, weak, strong, randomSeed } = step.batch as Required<StepInput["batch"]>;
    const clips = tf.concat([labeled.primary, weak.primary, strong.primary]);
    const { parameters, statistics } = step.state.primary;
    const whole = PRIMARY.forward({ parameters, statistics, clips, training: true, randomSeed });
    const [forwarded] = all(of(step).pipe(dualForward(BOTH)));
    const { primary } = forwarded!.logits;
    const joined = tf.concat([primary.labeled!, primary.weak!, primary.strong!]);
    assert.deepEqual(joined.arraySync(), whole.logits.arraySync());
  },
);

tidyTest("dualForward() lets equal networks drop different values", () => {
  const { state: { primary: state }, batch, schedule } = input();
  const clips = batch.labeled.primary;
  const step = {
    state: { primary: state, auxiliary: state },
    batch: {
      labeled: { primary: clips, auxiliary: clips },
      labels: batch.labels,
      randomSeed: batch.randomSeed,
    },
    schedule,
  };
  const [forwarded] = all(of(step).pipe(dualForward({ primary: PRIMARY, auxiliary: PRIMARY })));
  const { primary, auxiliary } = forwarded!.logits;
  assert.notDeepEqual(auxiliary!.labeled!.arraySync(), primary.labeled!.arraySync());
});

tidyTest("dualForward() runs labeled clips alone, and a single network", () => {
  const { state, batch: { labeled, labels, randomSeed }, schedule } = input();
  const step = { state, batch: { labeled, labels, randomSeed }, schedule };
  const [forwarded] = all(of(step).pipe(dualForward({ primary: PRIMARY })));
  assert.deepEqual(Object.keys(forwarded!.logits), ["primary"]);
  assert.deepEqual(Object.keys(forwarded!.logits.primary), ["labeled"]);
  assert.deepEqual(Object.keys(forwarded!.statistics), ["primary"]);
});

tidyTest("dualForward() refuses a network without state or clips", () => {
  const { state, batch, schedule } = input();
  const single = { state: { primary: state.primary }, batch, schedule };
  assert.throws(
    () => all(of(single).pipe(dualForward(BOTH))),
    /auxiliary model as the state has no/,
  );
  const labeled = { primary: batch.labeled.primary };
  const slow = { state, batch: { ...batch, labeled }, schedule };
  assert.throws(
    () => all(of(slow).pipe(dualForward(BOTH))),
    /branch auxiliary as the batch must have labeled clips named .auxiliary./,
  );
});

tidyTest("dualForward() can be used again and again", () => {
  const step = input();
  const operator = dualForward(BOTH);
  const results = all(of(step, step).pipe(operator));
  assert.equal(results.length, 2);
  const [first, second] = results.map(({ logits }) => logits.primary.labeled!.arraySync());
  assert.deepEqual(first, second);
});
