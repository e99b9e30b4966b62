import assert from "node:assert/strict";
import { type Observable, of } from "rxjs";
import { tf } from "../../../runtime/mod.ts";
import { dualForward, type StepInput } from "../../../operators/mod.ts";
import { AUXILIARY, initialState, noise, PRIMARY, scheduleOf } from "../_networks.ts";
import { tensorTest } from "../_tensors.ts";

const BOTH = { primary: PRIMARY, auxiliary: AUXILIARY };

function input(): Required<StepInput> {
  const state = { primary: initialState(PRIMARY), auxiliary: initialState(AUXILIARY) };
  return { state, batch: noise(1), schedule: scheduleOf() };
}

/** The values of a synchronous stream. */
function all<T>(stream: Observable<T>): T[] {
  const values: T[] = [];
  let failure: { error: unknown } | null = null as { error: unknown } | null;
  stream.subscribe({
    next: (value) => values.push(value),
    error: (error) => failure = { error },
  });
  if (failure) throw failure.error;
  return values;
}

tensorTest("dualForward() gives the logits of every view of both networks", () =>
  tf.tidy(() => {
    const step = input();
    const [forwarded] = all(of(step).pipe(dualForward(BOTH)));
    for (const network of ["primary", "auxiliary"] as const) {
      const { labeled, weak, strong } = forwarded!.logits[network]!;
      assert.deepEqual([labeled.shape, weak!.shape, strong!.shape], [[1, 4], [2, 4], [2, 4]]);
    }
    assert.equal(forwarded!.batch, step.batch);
    const moved = Object.keys(forwarded!.statistics.primary);
    assert.deepEqual(moved.sort(), Object.keys(step.state.primary.statistics).sort());
    assert.deepEqual(forwarded!.statistics.auxiliary, {});
  }));

tensorTest(
  "dualForward() runs all views in one pass, in the order labeled, weak, strong",
  () =>
    tf.tidy(() => {
      const step = input();
      const { labeled, weak, strong, randomSeed } = step.batch as Required<StepInput["batch"]>;
      const clips = tf.concat([labeled.primary, weak.primary, strong.primary]);
      const { parameters, statistics } = step.state.primary;
      const whole = PRIMARY.forward({ parameters, statistics, clips, training: true, randomSeed });
      const [forwarded] = all(of(step).pipe(dualForward(BOTH)));
      const { primary } = forwarded!.logits;
      const joined = tf.concat([primary.labeled, primary.weak!, primary.strong!]);
      assert.deepEqual(joined.arraySync(), whole.logits.arraySync());
    }),
);

tensorTest("dualForward() lets equal networks drop different values", () =>
  tf.tidy(() => {
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
    assert.notDeepEqual(auxiliary!.labeled.arraySync(), primary.labeled.arraySync());
  }));

tensorTest("dualForward() takes labeled clips alone, and a single network", () =>
  tf.tidy(() => {
    const { state, batch: { labeled, labels, randomSeed }, schedule } = input();
    const step = { state, batch: { labeled, labels, randomSeed }, schedule };
    const [forwarded] = all(of(step).pipe(dualForward({ primary: PRIMARY })));
    assert.deepEqual(Object.keys(forwarded!.logits), ["primary"]);
    assert.deepEqual(Object.keys(forwarded!.logits.primary), ["labeled"]);
    assert.deepEqual(Object.keys(forwarded!.statistics), ["primary"]);
  }));

tensorTest("dualForward() refuses a network without state or clips", () =>
  tf.tidy(() => {
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
      /auxiliary model as the batch has no clips/,
    );
  }));

tensorTest("dualForward() can be used again and again", () =>
  tf.tidy(() => {
    const step = input();
    const operator = dualForward(BOTH);
    const results = all(of(step, step).pipe(operator));
    assert.equal(results.length, 2);
    const [first, second] = results.map(({ logits }) => logits.primary.labeled.arraySync());
    assert.deepEqual(first, second);
  }));
