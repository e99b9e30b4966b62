import assert from "node:assert/strict";
import { of, pipe } from "rxjs";
import {
  differentiate,
  type Differentiated,
  dualForward,
  hostValues,
  type Merged,
  mergeLosses,
  noiseStep,
  type StepInput,
  update,
  updateNetworks,
} from "../../../operators/mod.ts";
import { checkMapLike } from "../_checklist.ts";
import { optimizerOf, PRIMARY } from "../_networks.ts";
import { tidyTest } from "../_tensors.ts";

const OPTIONS = { optimizer: { primary: optimizerOf(PRIMARY) }, maxGradientNorm: 40 };

/** A step of one network on labels alone, with its gradients. */
function differentiated(change?: (step: StepInput) => StepInput): Differentiated<Merged> {
  const step = noiseStep({ primary: PRIMARY }, { unlabeled: 0 });
  const values: Differentiated<Merged>[] = [];
  of(step).pipe(differentiate(pipe(dualForward({ primary: PRIMARY }), mergeLosses())))
    .subscribe((value) => values.push(value));
  const [value] = values as [Differentiated<Merged>];
  return change ? { ...value, ...change(value) } : value;
}

checkMapLike("update()", {
  operator: () => update<Merged>(OPTIONS),
  input: () => differentiated(),
  broken: () =>
    differentiated(({ state, ...step }) => ({
      ...step,
      state: { ...state, auxiliary: state.primary },
    })),
  test: tidyTest,
});

tidyTest("update() emits the next state, the norms, and the result without its statistics", () => {
  const input = differentiated();
  const { result: { statistics, ...result }, ...step } = input;
  const outputs: unknown[] = [];
  of(input).pipe(update(OPTIONS)).subscribe((output) => outputs.push(hostValues(output)));
  const expected = hostValues(updateNetworks({ ...step, statistics }, OPTIONS));
  assert.deepEqual(outputs, [{ ...expected, result: hostValues(result) }]);
});

Deno.test("update() refuses a maximum norm that is not positive", () => {
  for (const maxGradientNorm of [0, -1, NaN]) {
    assert.throws(() => update({ ...OPTIONS, maxGradientNorm }), {
      name: "RangeError",
      message: /'maxGradientNorm' must be a positive number/,
    });
  }
});

Deno.test("update() refuses a decay outside [0, 1)", () => {
  for (const emaDecay of [1, -0.1, NaN]) {
    assert.throws(() => update({ ...OPTIONS, emaDecay }), {
      name: "RangeError",
      message: /'emaDecay' must be in \[0, 1\)/,
    });
  }
});
