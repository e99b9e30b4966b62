import { pipe } from "rxjs";
import {
  accumulatedStep,
  alignDistribution,
  amongWorkers,
  confidenceGate,
  dualForward,
  hostValues,
  inPlace,
  Learner,
  type Merged,
  mergeLosses,
  microSteps,
  type StepInput,
  type StepOutput,
  type StepTensors,
  trainingStep,
  type TrainingStepOptions,
} from "../../../operators/mod.ts";
import type { WorkerGroup, Workers } from "../../../runtime/collectives/mod.ts";
import { compile, disposeTree, type Precision, tf, tidyTree } from "../../../runtime/mod.ts";
import { AUXILIARY, initialState, optimizerOf, PRIMARY } from "../_networks.ts";
import { drawNormal } from "../../_draw_normal.ts";

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
      amongWorkers({ workers, syncBatchNorm: true }),
      dualForward(networks),
      alignDistribution({ shares: [0.25, 0.25, 0.25, 0.25], decay: 0.5 }),
      // All pass: rounding cannot let one more or less pass.
      confidenceGate({ threshold: 0 }),
      mergeLosses({ contrast: { temperature: 0.5 } }),
    ),
    optimizer: { primary: optimizerOf(PRIMARY), auxiliary: optimizerOf(AUXILIARY) },
    maxGradientNorm: 2,
    workers,
  };
}

/** How {@linkcode trainJointly} trains. */
export interface JointTrainingOptions {
  readonly steps: number;
  /** Parts of each step, of each of which all workers have their parts. */
  readonly microBatches: number;
  /** Precision of the gradients that are sent. */
  readonly sent?: Precision | undefined;
}

/** Trains the tiny networks on noise: each worker on its part of the clips of each step. */
export async function trainJointly(
  group: WorkerGroup,
  { steps, microBatches, sent }: JointTrainingOptions,
): Promise<Trained> {
  const shown = { losses: [] as number[], norms: [] as number[] };
  let last: Pick<Trained, "terms" | "confidence"> = { terms: {}, confidence: [] };
  using learner = new Learner({
    primary: initialState(PRIMARY),
    auxiliary: initialState(AUXILIARY),
    memory: { primary: tf.ones([4]), auxiliary: tf.ones([4]) },
  });
  using stack = new DisposableStack();
  const step = stepOf(
    { ...methodOf(group), gradientExchange: { precision: sent } },
    microBatches,
    stack,
  );
  for (let number = 0; number < steps; number++) {
    const inputs = tidyTree(() => inputsOf(number, group, microBatches));
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

type Step = (input: StepInput) => Promise<StepOutput<Merged>>;

function stepOf(
  method: TrainingStepOptions<Merged>,
  microBatches: number,
  stack: DisposableStack,
): Step {
  if (microBatches === 1) return stack.use(compile(inPlace(trainingStep(method))));
  const halves = microSteps({ ...method, microBatches });
  return accumulatedStep({
    ...halves,
    accumulate: stack.use(compile(halves.accumulate)),
    apply: stack.use(compile(inPlace(halves.apply))),
  });
}

function sumsOf(learner: Learner): Promise<number[]> {
  return learner.use((state) =>
    tf.tidy(() => {
      const tensors = [state.primary, state.auxiliary!, { memory: state.memory! }].flatMap((part) =>
        Object.values(part).flatMap((named) => Object.values(named as Record<string, tf.Tensor>))
      );
      return tensors.map((tensor) => tf.sum(tf.abs(tensor)).dataSync()[0]!);
    })
  );
}

function inputsOf(
  number: number,
  workers: Workers,
  microBatches: number,
): Omit<StepInput, "state"> {
  const part = <T extends tf.Tensor>(rows: T) => partOf(rows, workers, microBatches);
  const labels = Array.from({ length: LABELED }, (_, index) => (index + number) % 4);
  const clips = (count: number, seed: number) => ({
    primary: part(noise([count, 2, 8, 8, 3], 1000 * number + seed)),
    auxiliary: part(noise([count, 2, 8, 8, 3], 1000 * number + seed + 1)),
  });
  const batch: StepTensors = {
    labeled: clips(LABELED, 1),
    labels: part(tf.tensor1d(labels, "int32")),
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
  return drawNormal<tf.Rank.R5>(shape, seed, 0.3);
}

/** Returns the rows of this worker: its part of each micro-batch. */
function partOf<T extends tf.Tensor>(
  rows: T,
  { task, size }: Workers,
  microBatches: number,
): T {
  const [count, ...extents] = rows.shape as [number, ...number[]];
  const share = count / size / microBatches;
  const parts = Array.from({ length: microBatches }, (_, micro) => {
    const start = [(micro * size + task) * share, ...extents.map(() => 0)];
    return tf.slice(rows, start, [share, ...extents]);
  });
  return tf.concat(parts) as T;
}
