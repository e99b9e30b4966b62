import assert from "node:assert/strict";
import { concatMap, delay, EMPTY, map, of, type OperatorFunction, tap } from "rxjs";
import { disposeTree, tf } from "../../../runtime/mod.ts";
import {
  differentiate,
  type Differentiated,
  type StepInput,
  type WithLoss,
} from "../../../operators/mod.ts";
import { checkMapLike } from "../_checklist.ts";
import { emptyBatch, scheduleOf } from "../_networks.ts";
import { tensorTest, tidyTest } from "../_tensors.ts";

/** A step with one parameter `p` of the primary model and one `q` of the auxiliary model. */
function step(): StepInput {
  const state = (name: string, value: number[]) => ({
    parameters: { [name]: tf.tensor1d(value) },
    statistics: {},
    momentum: { [name]: tf.zeros([value.length]) },
  });
  const primary = state("p", [1, 2]);
  const auxiliary = state("q", [3, 4]);
  return { state: { primary, auxiliary }, batch: emptyBatch(), schedule: scheduleOf() };
}

/** Σ p² q, with p q beside it. */
function product({ state }: StepInput) {
  const p = state.primary.parameters["p"]!;
  const q = state.auxiliary!.parameters["q"]!;
  const both = tf.mul(p, q);
  return { loss: tf.sum(tf.mul(both, p)) as tf.Scalar, beside: { both: [both], same: p } };
}

function run<Result extends WithLoss>(
  input: StepInput,
  pipeline: OperatorFunction<StepInput, Result>,
): Differentiated<Result> {
  const values: Differentiated<Result>[] = [];
  const errors: unknown[] = [];
  of(input).pipe(differentiate(pipeline)).subscribe({
    next: (value) => values.push(value),
    error: (error) => errors.push(error),
  });
  if (errors.length > 0) throw errors[0];
  assert.equal(values.length, 1);
  return values[0]!;
}

/** A step whose auxiliary network has no parameter, which {@linkcode product} refuses. */
function withoutAuxiliary(): StepInput {
  const { state, ...others } = step();
  return { ...others, state: { primary: state.primary } };
}

checkMapLike("differentiate()", {
  operator: () => differentiate(map(product)),
  input: step,
  broken: withoutAuxiliary,
  test: tidyTest,
});

tidyTest(
  "differentiate() gives a projection head that the loss does not see zeros, and no other",
  () => {
    const { state, ...others } = step();
    const head = { "contrast_head.0.weight": tf.tensor2d([[1, 2]]) };
    const withHead = (name: string): StepInput => {
      const tensor = { [name]: head["contrast_head.0.weight"] };
      const { parameters, momentum, ...network } = state.primary;
      const primary = {
        ...network,
        parameters: { ...parameters, ...tensor },
        momentum: { ...momentum, ...tensor },
      };
      return { ...others, state: { ...state, primary } };
    };
    const name = "contrast_head.0.weight";
    const { gradients } = run(withHead(name), map(product));
    assert.deepEqual(gradients.primary[name]!.arraySync(), [[0, 0]]);
    assert.throws(() => run(withHead("head.weight"), map(product)), {
      name: "TypeError",
      message: /must depend on 'head\.weight' of the primary model/,
    });
  },
);

tidyTest("differentiate() returns the gradients of all networks, by name", () => {
  const { gradients, result } = run(step(), map(product));
  assert.deepEqual(Array.from(gradients.primary["p"]!.dataSync()), [6, 16]);
  assert.deepEqual(Array.from(gradients.auxiliary!["q"]!.dataSync()), [1, 4]);
  assert.equal(result.loss.dataSync()[0], 19);
  assert.deepEqual(Array.from(result.beside.both[0]!.dataSync()), [3, 8]);
});

tensorTest("differentiate() leaves its input alive, also if the pipeline emits it again", () => {
  const input = step();
  const before = tf.memory().numTensors;
  const { gradients, result } = run(input, map(product));
  assert.equal(tf.memory().numTensors - before, 5, "2 gradients and 3 tensors of the result");
  disposeTree([gradients, result]);
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual(Array.from(input.state.primary.parameters["p"]!.dataSync()), [1, 2]);
  disposeTree(input);
});

tidyTest("differentiate() takes operators of the user", () => {
  const doubled: OperatorFunction<StepInput, WithLoss> = (source) =>
    source.pipe(
      map(product),
      tap(({ loss }) => assert.equal(loss.rank, 0)),
      concatMap(({ loss }) => of({ loss: tf.mul<tf.Scalar>(loss, 2) })),
    );
  const { gradients } = run(step(), doubled);
  assert.deepEqual(Array.from(gradients.primary["p"]!.dataSync()), [12, 32]);
});

const BROKEN: readonly (readonly [string, OperatorFunction<StepInput, WithLoss>, RegExp])[] = [
  ["emits nothing", concatMap(() => EMPTY), /must emit one value .* current value is 0/],
  [
    "emits twice",
    concatMap((input) => of(product(input), product(input))),
    /current value is 2/,
  ],
  ["emits later", (source) => source.pipe(map(product), delay(0)), /must complete synchronously/],
  [
    "throws after it has computed",
    map((input) => {
      product(input);
      throw new Error("no loss");
    }),
    /no loss/,
  ],
  [
    "does not use a parameter",
    map(({ state }) => ({ loss: tf.sum<tf.Scalar>(tf.square(state.primary.parameters["p"]!)) })),
    /depend on 'q' of the auxiliary model/,
  ],
  [
    "has a loss that depends on nothing",
    map(() => ({ loss: tf.scalar(1) })),
    /depend on 'p' of the primary model/,
  ],
];

for (const [situation, pipeline, message] of BROKEN) {
  tensorTest(`differentiate() fails, and leaks nothing, if the pipeline ${situation}`, () => {
    const input = step();
    const before = tf.memory().numTensors;
    tf.tidy(() => assert.throws(() => run(input, pipeline), message));
    assert.equal(tf.memory().numTensors, before);
    tf.tidy(() => assert.equal(run(input, map(product)).result.loss.rank, 0));
    assert.equal(tf.memory().numTensors, before);
    disposeTree(input);
  });
}
