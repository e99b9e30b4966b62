import { pipe } from "rxjs";
import {
  confidenceGate,
  forward,
  hostValues,
  inPlace,
  type Learner,
  type Merged,
  mergeLosses,
  type StepInput,
  type StepTensors,
  trainingStep,
  type TrainingStepOptions,
} from "../../../operators/mod.ts";
import type { WorkerGroup, Workers } from "../../../runtime/collectives/mod.ts";
import { compile, disposeTree, tf, tidyTree } from "../../../runtime/mod.ts";
import { AUXILIARY, optimizerOf, PRIMARY } from "../_networks.ts";
import { newLearner } from "./_training.ts";

/** What a training shows. */
export interface Trained {
  /** Loss of each step. */
  readonly losses: readonly number[];
  /** Each term of the last loss. */
  readonly terms: Readonly<Record<string, number>>;
  /** Norm of the primary network's gradient in each step. */
  readonly norms: readonly number[];
  /** The confidence of each pseudo-label of the last step. */
  readonly confidence: readonly number[];
  /** Sums of the absolute values of all tensors of the state, in their order. */
  readonly state: readonly number[];
}

const LABELED = 4;
const UNLABELED = 8;

/** The whole method of some workers, batch norm and contrast across all clips. */
function methodOf(workers: Workers): TrainingStepOptions<Merged> {
  const networks = { primary: PRIMARY, auxiliary: AUXILIARY };
  return {
    pipeline: pipe(
      forward(networks, { workers, syncBatchNorm: true }),
      // All pass: rounding cannot let one more or less pass.
      confidenceGate({ threshold: 0 }),
      mergeLosses({ contrast: { temperature: 0.5, workers } }),
    ),
    optimizer: { primary: optimizerOf(PRIMARY), auxiliary: optimizerOf(AUXILIARY) },
    maxGradientNorm: 2,
    workers,
  };
}

/** Trains the tiny networks on noise: each worker on its part of the clips of each step. */
export async function trainJointly(group: WorkerGroup, steps: number): Promise<Trained> {
  const shown = { losses: [] as number[], norms: [] as number[] };
  let last: Pick<Trained, "terms" | "confidence"> = { terms: {}, confidence: [] };
  using learner = newLearner();
  using step = compile(inPlace(trainingStep(methodOf(group))));
  for (let number = 0; number < steps; number++) {
    const inputs = tidyTree(() => inputsOf(number, group));
    const { state, result, gradientNorm } = await group.guard(() =>
      learner.use((state) => step({ state, ...inputs }))
    );
    learner.advance(state);
    const { loss, lossTerms, gate } = hostValues(result);
    shown.losses.push(loss);
    shown.norms.push(hostValues(gradientNorm).primary);
    last = { terms: lossTerms, confidence: [...gate!.pseudo.primary.confidence] };
    disposeTree([inputs, result, gradientNorm]);
  }
  return { ...shown, ...last, state: await sumsOf(learner) };
}

function sumsOf(learner: Learner): Promise<number[]> {
  return learner.use((state) =>
    tf.tidy(() => {
      const tensors = [state.primary, state.auxiliary!].flatMap((network) =>
        Object.values(network).flatMap((named) => Object.values(named as Record<string, tf.Tensor>))
      );
      return tensors.map((tensor) => tf.sum(tf.abs(tensor)).dataSync()[0]!);
    })
  );
}

function inputsOf(number: number, workers: Workers): Omit<StepInput, "state"> {
  const labels = Array.from({ length: LABELED }, (_, index) => (index + number) % 4);
  const clips = (count: number, seed: number) => ({
    primary: part(noise([count, 2, 8, 8, 3], 1000 * number + seed), workers),
    auxiliary: part(noise([count, 2, 8, 8, 3], 1000 * number + seed + 1), workers),
  });
  const batch: StepTensors = {
    labeled: clips(LABELED, 1),
    labels: part(tf.tensor1d(labels, "int32"), workers),
    weak: clips(UNLABELED, 3),
    strong: clips(UNLABELED, 5),
    randomSeed: tf.tensor1d([number, 7], "int32"),
  };
  return {
    batch,
    schedule: {
      learningRate: { primary: tf.scalar(0.05), auxiliary: tf.scalar(0.05) },
      weights: { pseudoLabel: tf.scalar(1), contrast: tf.scalar(1) },
    },
  };
}

function noise(shape: [number, number, number, number, number], seed: number): tf.Tensor5D {
  return tf.randomNormal<tf.Rank.R5>(shape, 0.3, 1, "float32", seed);
}

/** Returns the rows of this worker. */
function part<T extends tf.Tensor>(rows: T, { task, size }: Workers): T {
  const [count, ...extents] = rows.shape as [number, ...number[]];
  const start = [task * count / size, ...extents.map(() => 0)];
  return tf.slice(rows, start, [count / size, ...extents]);
}
