import assert from "node:assert/strict";
import { map, of } from "rxjs";
import { type Model, type Parameters, sgd } from "../../../models/mod.ts";
import {
  differentiate,
  hostValues,
  inPlace,
  mapNetworks,
  type Merged,
  type PerNetwork,
  type StepInput,
  trainingStep,
} from "../../../operators/mod.ts";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { lossWeights } from "../../../pipeline/methods/loss_weights.ts";
import type { Method } from "../../../pipeline/methods/method.ts";
import { compile, disposeTree, tf } from "../../../runtime/mod.ts";
import { SHARES } from "./_aligned.ts";
import {
  inputOf,
  linearNetwork,
  type PlainStep,
  plainStep,
  type PlainTerms,
  type Weights,
} from "./_linear_step.ts";

/** What {@linkcode checkMethod} checks. */
export interface CheckMethodOptions {
  readonly method: Method;
  /** Settings of the method. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Names of its clips. */
  readonly clips: readonly string[];
  /** What it remembers. */
  readonly memory?: () => Parameters;
  /** The loss terms, computed independently. */
  readonly terms: PlainTerms;
  /** Outputs of the projection heads; none if 0. */
  readonly head?: number;
  /** Looks at what is remembered after the step. */
  readonly remembered?: (memory: Readonly<Record<string, unknown>>, step: PlainStep) => void;
}

function assertNear(actual: number, expected: number, what: string, tolerance = 2e-5): void {
  const limit = tolerance * Math.max(1, Math.abs(expected));
  assert.ok(Math.abs(actual - expected) < limit, `${what} is ${actual}, not ${expected}`);
}

/**
 * Requires that the pipeline of a method, on linear networks, has the terms and the gradients of an
 * independent computation, whose gradients are central differences: where no gradient flows it uses
 * weights that stay fixed. A compiled step must learn and remember what the same step does op by op.
 */
export async function checkMethod(options: CheckMethodOptions): Promise<void> {
  const { method, clips, terms, head = 0, remembered } = options;
  const { config } = await loadConfig(
    "motion_small",
    Object.entries(options.settings).map(([name, value]) => ({ path: `method.${name}`, value })),
  );
  const weights = lossWeights(method, config.method);
  const step = plainStep(clips, head);
  const network = linearNetwork(head);
  const networks = method.dual ? { primary: network, auxiliary: network } : { primary: network };
  const input = inputOf(step, networks, { ...options, weights });
  const pipeline = method.pipeline(networks, {
    ...config.method,
    clips,
    classShares: SHARES,
  });

  tf.tidy(() => {
    of(input).pipe(
      differentiate(pipeline),
      map(({ result: { memory, means, ...result }, gradients }) => ({
        next: { ...memory, ...means },
        result,
        gradients,
      })),
    ).subscribe(({ next, result, gradients }) => {
      const { total, ...found } = hostValues(result.lossTerms) as Record<string, number>;
      const expected = terms(step);
      assert.deepEqual(Object.keys(expected).sort(), [...method.losses].sort());
      // A term that the method does not have may be there as zero.
      for (const name of new Set([...method.losses, ...Object.keys(found)])) {
        assertNear(found[name]!, expected[name] ?? 0, name);
      }
      const weighted = weightedSum(terms, method, weights);
      assertNear(total!, weighted(step), "total");
      requireGradients(gradients, step, weighted);
      remembered?.(hostValues(next), step);
    });
  });
  await requireSameCompiled({ input, networks, pipeline });
  disposeTree(input);
}

/** The weight of a term, by its name, is that of its kind. */
function weightedSum(
  terms: PlainTerms,
  { losses }: Method,
  weights: Readonly<Record<string, number>>,
): (step: PlainStep) => number {
  const weightOf = (name: string) => {
    if (name.startsWith("supervised")) return 1;
    if (name.startsWith("pseudo")) return weights["pseudoLabel"]!;
    return weights[name]!;
  };
  return (step) => {
    const values = terms(step);
    return losses.reduce((total, name) => total + weightOf(name) * values[name]!, 0);
  };
}

function requireGradients(
  gradients: PerNetwork<Parameters>,
  step: PlainStep,
  loss: (step: PlainStep) => number,
): void {
  for (const [network, tensors] of Object.entries(gradients)) {
    for (const [name, tensor] of Object.entries(tensors as Parameters)) {
      const values = tensor.arraySync() as number[][];
      const part = name === "fc" ? "fc" : "head";
      values.forEach((row, i) =>
        row.forEach((value, j) => {
          const where = `${name}[${i}, ${j}] of ${network}`;
          assertNear(value, difference(step, loss, { network, part, i, j }), where, 2e-4);
        })
      );
    }
  }
}

/** One weight. */
interface Position {
  readonly network: string;
  readonly part: keyof Weights;
  readonly i: number;
  readonly j: number;
}

function difference(
  step: PlainStep,
  loss: (step: PlainStep) => number,
  { network, part, i, j }: Position,
): number {
  const distance = 1e-5;
  const moved = (change: number): PlainStep => {
    const weights = step.now[network]!;
    const matrix = weights[part].map((row) => [...row]);
    matrix[i]![j]! += change;
    return { ...step, now: { ...step.now, [network]: { ...weights, [part]: matrix } } };
  };
  return (loss(moved(distance)) - loss(moved(-distance))) / (2 * distance);
}

/** What {@linkcode requireSameCompiled} compares. */
interface ComparedStep {
  readonly input: StepInput;
  readonly networks: PerNetwork<Model>;
  readonly pipeline: ReturnType<Method["pipeline"]>;
}

async function requireSameCompiled({ input, networks, pipeline }: ComparedStep): Promise<void> {
  const optimizer = mapNetworks(
    networks,
    () => sgd({ momentum: 0.9, weightDecay: 0.01, isDecayed: () => true }),
  );
  const step = trainingStep<Merged>({ pipeline, optimizer, maxGradientNorm: 40, emaDecay: 0.9 });
  const eager = step(input);
  const before = hostValues(eager);
  disposeTree(eager);
  using compiled = compile(inPlace(step));
  const after = await compiled(input);
  requireNear(hostValues(after), before, "");
  disposeTree(after);
}

/** Compares trees of numbers. */
function requireNear(actual: unknown, expected: unknown, path: string): void {
  if (typeof expected === "number") return assertNear(actual as number, expected, path);
  const values = actual as Record<string, unknown>;
  for (const [name, value] of Object.entries(expected as Record<string, unknown>)) {
    requireNear(values[name], value, `${path}/${name}`);
  }
}
