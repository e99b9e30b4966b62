import assert from "node:assert/strict";
import fc from "fast-check";
import { compile, tf } from "../../../runtime/mod.ts";
import { watchTensors } from "../../_leaks.ts";

/** Rows of numbers. */
export type Matrix = readonly (readonly number[])[];

/** A loss term, and the same one written plainly. */
export interface Term {
  /** The term. */
  readonly of: (...inputs: tf.Tensor2D[]) => tf.Scalar;
  /**
   * The same in loops over numbers. It reads `constants`, which equals `inputs`, wherever no gradient
   * passes: the gradient is what changes when `inputs` alone change.
   */
  readonly plain: (inputs: readonly Matrix[], constants: readonly Matrix[]) => number;
}

/** Maximum difference of values and gradients, relative for those above 1. */
const TOLERANCE = 1e-5;

/** Asserts that a term has the plain one's value and gradients, and leaves no tensors. */
export function checkTerm(term: Term, inputs: readonly Matrix[]): void {
  const assertNoLeaks = watchTensors();
  tf.tidy(() => {
    const tensors = inputs.map(tensorOf);
    compare(term, inputs, valueAndGradients(term)(tensors));
  });
  assertNoLeaks();
}

/** Asserts the same of a term in a compiled function, for inputs of the same shapes. */
export async function checkCompiled(term: Term, cases: readonly (readonly Matrix[])[]) {
  using compiled = compile(valueAndGradients(term));
  for (const inputs of cases) {
    const tensors = inputs.map(tensorOf);
    const results = await compiled(tensors);
    compare(term, inputs, results);
    tf.dispose([tensors, results]);
  }
}

/** Returns a function of inputs whose results are the value of a term and the gradients of all inputs. */
export function valueAndGradients(term: Pick<Term, "of">) {
  return (tensors: tf.Tensor2D[]): tf.Tensor[] => {
    const { value, grads } = tf.valueAndGrads((...list: tf.Tensor[]) => {
      // Also those that no gradient reaches must be part of the sum.
      const none = list.map((tensor) => tf.sum(tf.mul(tensor, 0)));
      return tf.addN([term.of(...list as tf.Tensor2D[]), ...none]) as tf.Scalar;
    })(tensors);
    return [value, ...grads];
  };
}

function compare(term: Term, inputs: readonly Matrix[], results: readonly tf.Tensor[]): void {
  const [value, ...gradients] = results.map((result) => [...result.dataSync()]);
  assertClose(value!, [term.plain(inputs, inputs)], "value");
  gradients.forEach((gradient, index) => {
    assertClose(gradient, differences(term, inputs, index), `gradient of input ${index}`);
  });
}

/** The gradient for one input by finite differences of the plain term. */
function differences(term: Term, inputs: readonly Matrix[], index: number): number[] {
  const step = 1e-5;
  const valueAt = (row: number, column: number, change: number) => {
    const changed = inputs[index]!.map((values) => [...values]);
    changed[row]![column]! += change;
    return term.plain(inputs.with(index, changed), inputs);
  };
  return inputs[index]!.flatMap((values, row) =>
    values.map((_, column) =>
      (valueAt(row, column, step) - valueAt(row, column, -step)) / (2 * step)
    )
  );
}

/** Asserts that numbers agree within the tolerance. */
export function assertClose(
  actual: readonly number[],
  expected: readonly number[],
  what: string,
): void {
  assert.equal(actual.length, expected.length, what);
  actual.forEach((number, index) => {
    const difference = Math.abs(number - expected[index]!);
    const limit = TOLERANCE * Math.max(1, Math.abs(expected[index]!));
    assert.ok(difference <= limit, `${what} ${index}: ${number}, must be ${expected[index]}`);
  });
}

/** A tensor of rows. */
export function tensorOf(matrix: Matrix): tf.Tensor2D {
  return tf.tensor2d(matrix.map((row) => [...row]), [matrix.length, matrix[0]!.length]);
}

/** Matrices of the same random number of rows and columns, as many as asked for. */
export function matrices(count: number): fc.Arbitrary<Matrix[]> {
  const sizes = fc.record({
    rows: fc.integer({ min: 1, max: 6 }),
    columns: fc.integer({ min: 1, max: 5 }),
  });
  return sizes.chain(({ rows, columns }) =>
    fc.array(matrix(rows, columns), { minLength: count, maxLength: count })
  );
}

/**
 * A matrix of random odd multiples of 1/16 between -3 and 3: ties are frequent, there are no near-ties
 * that float32 would decide in another way, and no row is zero.
 */
export function matrix(rows: number, columns: number): fc.Arbitrary<Matrix> {
  const value = fc.integer({ min: -24, max: 23 }).map((eighths) => eighths / 8 + 1 / 16);
  const row = fc.array(value, { minLength: columns, maxLength: columns });
  return fc.array(row, { minLength: rows, maxLength: rows });
}

/** Checks a term for random inputs, and in a compiled function for a few of the same shapes. */
export async function checkRandomly(term: Term, inputs: fc.Arbitrary<readonly Matrix[]>) {
  fc.assert(fc.property(inputs, (drawn) => checkTerm(term, drawn)), { numRuns: 12 });
  const shapeOf = (drawn: readonly Matrix[]) =>
    drawn.map((rows) => [rows.length, rows[0]!.length]).join(";");
  const [first, ...others] = fc.sample(inputs, { seed: 1, numRuns: 300 });
  const alike = others.filter((drawn) => shapeOf(drawn) === shapeOf(first!));
  assert.ok(alike.length > 0);
  await checkCompiled(term, [first!, ...alike.slice(0, 2)]);
}

/**
 * Checks a term of `count` inputs of equal shapes: random ones, a single clip of a single class, and
 * rows that are all the same.
 */
export async function checkAlike(term: Term, count: number) {
  for (const edge of [[[0.5]], [[1, 0.5], [1, 0.5], [1, 0.5]]]) {
    checkTerm(term, Array.from({ length: count }, () => edge));
  }
  await checkRandomly(term, matrices(count));
}
