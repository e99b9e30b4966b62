/**
 * `measure_method.ts METHOD SIZE ROUNDS THREADS`: takes training steps of a method on clips of noise,
 * in a process of its own, and prints what they cost as JSON.
 *
 * @module
 */
import process from "node:process";
import { Learner, type StepInput, trainingStep } from "../../operators/mod.ts";
import { createNetworks } from "../../pipeline/networks/create_networks.ts";
import { METHODS } from "../../pipeline/methods/methods.ts";
import { type CompiledPhase, compilePhases } from "../../pipeline/training/compile_phases.ts";
import { createOptimizers } from "../../pipeline/training/create_optimizers.ts";
import { initialStateFor } from "../../pipeline/training/initial_state_for.ts";
import { planMemory } from "../../pipeline/training/plan_memory.ts";
import { planPhases } from "../../pipeline/training/plan_phases.ts";
import { stepForm } from "../../pipeline/training/step_form.ts";
import {
  disposeTree,
  startTensorFlow,
  tensorsOf,
  type TensorTree,
  tf,
  withTensors,
} from "../../runtime/mod.ts";
import { measurePeak } from "../limit/measure_peak.ts";
import { stepFlop } from "../limit/step_flop.ts";
import { caseConfig, type Size } from "./case_config.ts";

/** What a method's step costs. */
export interface MethodCost {
  /** Seconds of each timed step. */
  readonly seconds: readonly number[];
  /** Floating-point operations of the products of one step. */
  readonly flop: number;
  /** The most operations in a second that products reached in this process. */
  readonly peakFlopPerSecond: number;
  /** Peak of the resident memory in bytes, after the steps. */
  readonly memory: number;
}

/** What a step is measured for. */
interface MeasureOptions {
  readonly size: Size;
  readonly rounds: number;
}

/** Classes of the built-in videos. */
const CLASSES = 8;

/** Videos that a method's memory is made for. */
const VIDEOS = 480;

/** Measures the steps of a method's longest phase. TensorFlow must have been started. */
async function measureMethod(
  name: keyof typeof METHODS,
  { size, rounds }: MeasureOptions,
): Promise<MethodCost> {
  const method = METHODS[name];
  const config = await caseConfig(name, size);
  const networks = createNetworks(config, { ...method, classes: CLASSES });
  const optimizers = createOptimizers(networks, config.optimizer);
  const { labeledPerStep, unlabeledPerLabeled } = config.schedule;
  const videos = Array.from({ length: VIDEOS }, (_, index) => ({
    id: String(index),
    path: "",
    label: null,
  }));
  const order = {
    labeled: [],
    unlabeled: videos,
    labeledPerBatch: labeledPerStep,
    ratio: method.unlabeled ? unlabeledPerLabeled : 0,
    seed: 0,
  };
  const memory = planMemory(config, { method, classes: CLASSES, order });
  const phases = planPhases(config, { method, networks, order, totalSteps: 1000 });
  const phase = phases.toSorted((a, b) => lengthOf(b) - lengthOf(a))[0]!;
  const { emaDecay, maxGradientNorm } = config.optimizer;
  const options = { pipeline: phase.pipeline, optimizer: optimizers, maxGradientNorm, emaDecay };
  using learner = new Learner(initialStateFor(config, { networks, optimizers, memory }));
  using compiled = compilePhases({ config, phases: [phase], optimizers, precision: "float32" });
  const form = (state: StepInput["state"]) =>
    stepForm(config, { state, order: phase.order, method });
  const seconds = await timeSteps(compiled.phases[0]!, { learner, form, rounds });
  const { maxRSS } = process.resourceUsage();
  const flop = await learner.use((state) =>
    stepFlop((input) => trainingStep(options)(input), form(state))
  );
  const peakFlopPerSecond = await measurePeak("float32");
  return { seconds, flop, peakFlopPerSecond, memory: maxRSS * 1024 };
}

function lengthOf({ from, to }: { readonly from: number; readonly to: number }): number {
  return to - from;
}

/** What steps are taken with. */
interface TimeOptions {
  readonly learner: Learner;
  readonly form: (state: StepInput["state"]) => StepInput;
  readonly rounds: number;
}

/** The seconds of each step after the first two, in which TensorFlow prepares the function. */
async function timeSteps(
  { compute }: CompiledPhase,
  { learner, form, rounds }: TimeOptions,
): Promise<number[]> {
  const seconds: number[] = [];
  for (let round = -2; round < rounds; round++) {
    const { state, ...metrics } = await learner.use(async (state) => {
      const { batch, schedule } = form(state);
      const values = withNoise({ batch, schedule });
      try {
        const startedAt = performance.now();
        const output = await compute({ ...values, state });
        if (round >= 0) seconds.push((performance.now() - startedAt) / 1000);
        return output;
      } finally {
        disposeTree(values);
      }
    });
    learner.advance(state);
    disposeTree(metrics as TensorTree);
  }
  return seconds;
}

/** Returns tensors of the same form, with noise for clips and zeros for integers. */
function withNoise<Tree extends TensorTree>(form: Tree): Tree {
  const tensors = tensorsOf(form).map(({ shape, dtype }) => {
    if (dtype === "int32") return tf.zeros(shape, dtype);
    return shape.length === 0 ? tf.scalar(0.01) : tf.randomNormal(shape, 0, 1, "float32", 1);
  });
  return withTensors(form, tensors);
}

if (import.meta.main) {
  const [name, size, rounds, threads] = Deno.args;
  await startTensorFlow({ threads: Number(threads) });
  const options = { size: size as Size, rounds: Number(rounds) };
  console.log(JSON.stringify(await measureMethod(name as keyof typeof METHODS, options)));
}
