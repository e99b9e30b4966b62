import assert from "node:assert/strict";
import { Learner, type TrainingState } from "../../../operators/mod.ts";
import { tf } from "../../../runtime/mod.ts";
import { tensorTest } from "../_tensors.ts";

/** A state with one weight. */
function stateOf(weight: number): TrainingState {
  return { primary: { parameters: { weight: tf.scalar(weight) }, statistics: {}, momentum: {} } };
}

/** The weight of a state. */
function weightOf({ primary }: TrainingState): number {
  return primary.parameters["weight"]!.dataSync()[0]!;
}

tensorTest("Learner.advance() counts a step and frees the state before", async () => {
  using learner = new Learner(stateOf(1), 5);
  learner.advance(stateOf(2));
  assert.equal(learner.steps, 6);
  assert.equal(await learner.use(weightOf), 2);
});

tensorTest("Learner.replace() takes another state without counting a step", async () => {
  using learner = new Learner(stateOf(1));
  learner.replace(stateOf(2));
  assert.equal(learner.steps, 0);
  assert.equal(await learner.use(weightOf), 2);
});

tensorTest("Learner.use() keeps its state alive until the work is over", async () => {
  using learner = new Learner(stateOf(1));
  const ready = Promise.withResolvers<void>();
  const weight = learner.use(async (state) => {
    await ready.promise;
    return weightOf(state);
  });
  learner.advance(stateOf(2));
  ready.resolve();
  assert.equal(await weight, 1);
});

tensorTest("Learner frees a state that arrives after it was disposed", async () => {
  const learner = new Learner(stateOf(1));
  learner[Symbol.dispose]();
  learner.advance(stateOf(2));
  assert.equal(learner.steps, 1);
  await assert.rejects(learner.use(weightOf), {
    name: "ReferenceError",
    message: "Cannot use a learner as it was disposed",
  });
});
