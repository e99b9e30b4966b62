import assert from "node:assert/strict";
import { map, of } from "rxjs";
import type { Model, Parameters, ParameterSpec } from "../../../models/mod.ts";
import { sgd } from "../../../models/mod.ts";
import {
  type ByName,
  differentiate,
  drawsFor,
  hostValues,
  inPlace,
  mapByName,
  mapNetworks,
  type Merged,
  type NetworkState,
  type PerNetwork,
  type StepInput,
  tinyNetworks,
  trainingStep,
} from "../../../operators/mod.ts";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { lossWeights } from "../../../pipeline/methods/loss_weights.ts";
import type { Method } from "../../../pipeline/methods/method.ts";
import { compile, disposeTree, tf } from "../../../runtime/mod.ts";
import type { Matrix } from "./_plain.ts";

/** Number of classes of the networks. */
export const CLASSES = 3;

/** Values of a clip: 2 frames of one pixel. */
const FEATURES = 6;

const LABELED = 2;
const UNLABELED = 4;

/** Labels of the labeled clips. */
export const LABELS = [2, 0];

/** Which videos the unlabeled clips show, of 7. */
export const VIDEOS = [5, 0, 3, 1];

/** The weights of a network, each [values of a clip, outputs]. */
export interface Weights {
  readonly fc: Matrix;
  readonly head: Matrix;
}

/** A step as numbers: what an independent computation of its loss takes. */
export interface PlainStep {
  /** The clips by view and name, as rows. */
  readonly clips: Readonly<Record<"labeled" | "weak" | "strong", Readonly<Record<string, Matrix>>>>;
  /** The weights that the loss is differentiated by. */
  readonly now: Readonly<Record<string, Weights>>;
  /** The same weights where no gradient flows. */
  readonly fixed: Readonly<Record<string, Weights>>;
  /** Their moving averages. */
  readonly averages: Readonly<Record<string, Weights>>;
}

/** Computes the terms of a loss, by name. */
export type PlainTerms = (step: PlainStep) => Readonly<Record<string, number>>;

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

const NETWORKS = ["primary", "auxiliary"] as const;
const HEAD = "contrast_head.0.weight";
const VIEWS = { labeled: LABELED, weak: UNLABELED, strong: UNLABELED } as const;

/** Random numbers from -1 to 1. */
function noise(rows: number, columns: number, key: string): Matrix {
  const draws = drawsFor({ seed: 3, phase: 0, epoch: 0, video: key, view: "noise" });
  const value = () => draws.integer(-1000, 1000) / 1000;
  return Array.from({ length: rows }, () => Array.from({ length: columns }, value));
}

/** A network without anything but its classifier, and a head: linear in the values of a clip. */
function linearNetwork(head: number): Model {
  const spec = (name: string, outputs: number): ParameterSpec => ({
    name,
    shape: [FEATURES, outputs],
    layout: "same",
    initial: { kind: "constant", value: 0 },
    decayed: true,
  });
  return {
    ...tinyNetworks(CLASSES).primary,
    parameters: [spec("fc", CLASSES), ...head === 0 ? [] : [spec(HEAD, head)]],
    statistics: [],
    forward({ parameters, statistics, clips }) {
      const rows = tf.reshape<tf.Rank.R2>(clips, [clips.shape[0], FEATURES]);
      const logits = tf.matMul<tf.Tensor2D>(rows, parameters["fc"]!);
      const output = { logits, features: rows, statistics };
      if (head === 0) return output;
      return { ...output, projection: tf.matMul<tf.Tensor2D>(rows, parameters[HEAD]!) };
    },
  };
}

function plainStep(clips: readonly string[], head: number): PlainStep {
  const named = (rows: number, view: string) =>
    Object.fromEntries(clips.map((clip) => [clip, noise(rows, FEATURES, `${view} ${clip}`)]));
  const weights = (kind: string) =>
    Object.fromEntries(NETWORKS.map((network) => [network, {
      fc: noise(FEATURES, CLASSES, `${kind} fc ${network}`),
      head: noise(FEATURES, head, `${kind} head ${network}`),
    }]));
  const views = Object.entries(VIEWS).map(([view, rows]) => [view, named(rows, view)]);
  const now = weights("now");
  return {
    clips: Object.fromEntries(views),
    now,
    fixed: now,
    averages: weights("average"),
  };
}

function stateOf({ now, averages }: PlainStep, network: string, head: number): NetworkState {
  const tensors = ({ fc, head: rows }: Weights): Parameters => ({
    fc: tensorOf(fc),
    ...head === 0 ? {} : { [HEAD]: tensorOf(rows) },
  });
  const parameters = tensors(now[network]!);
  const momentum = mapTensors(parameters, (tensor) => tf.zerosLike(tensor));
  return { parameters, statistics: {}, momentum, ema: tensors(averages[network]!) };
}

function tensorOf(matrix: Matrix): tf.Tensor2D {
  return tf.tensor2d(matrix.map((row) => [...row]));
}

function mapTensors(tensors: Parameters, change: (tensor: tf.Tensor) => tf.Tensor): Parameters {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name, change(tensor)]),
  );
}

function inputOf(
  step: PlainStep,
  networks: PerNetwork<Model>,
  { memory, head = 0 }: CheckMethodOptions,
  weights: Readonly<Record<string, number>>,
): StepInput {
  const clips = (view: keyof PlainStep["clips"]) =>
    mapByName(
      step.clips[view] as ByName<Matrix>,
      (rows) => tf.tensor(rows.flat(), [rows.length, 2, 1, 1, 3]) as tf.Tensor5D,
    );
  const state = mapNetworks(networks, (_, network) => stateOf(step, network, head));
  return {
    state: memory === undefined ? state : { ...state, memory: memory() },
    batch: {
      labeled: clips("labeled"),
      labels: tf.tensor1d(LABELS, "int32"),
      weak: clips("weak"),
      strong: clips("strong"),
      videos: tf.tensor1d(VIDEOS, "int32"),
      randomSeed: tf.tensor1d([1, 2], "int32"),
    },
    schedule: {
      learningRate: mapNetworks(networks, () => tf.scalar(0.1)),
      weights: Object.fromEntries(
        Object.entries(weights).map(([name, weight]) => [name, tf.scalar(weight)]),
      ),
    },
  };
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
  const input = inputOf(step, networks, options, weights);
  const pipeline = method.pipeline(networks, { ...config.method, clips: ["primary"] });

  tf.tidy(() => {
    of(input).pipe(
      differentiate(pipeline),
      map(({ result: { memory, ...result }, gradients }) => ({ memory, result, gradients })),
    ).subscribe(({ memory, result, gradients }) => {
      const { total, ...found } = hostValues(result.lossTerms) as Record<string, number>;
      const expected = terms(step);
      assert.deepEqual(Object.keys(found).sort(), [...method.losses].sort());
      for (const [name, value] of Object.entries(found)) assertNear(value, expected[name]!, name);
      const weighted = weightedSum(terms, method, weights);
      assertNear(total!, weighted(step), "total");
      requireGradients(gradients, step, weighted);
      if (memory !== undefined) remembered?.(hostValues(memory), step);
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
