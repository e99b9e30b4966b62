import type { Learner, TrainingState } from "../../operators/mod.ts";
import { memoryRoom, type Precision, tensorsOf } from "../../runtime/mod.ts";
import { formatBytes } from "../terminal/format_bytes.ts";
import {
  type CompilablePhases,
  type CompiledPhase,
  type CompiledPhases,
  compilePhases,
} from "./compile_phases.ts";
import { partsOfStep } from "./parts_of_step.ts";
import { stepForm } from "./step_form.ts";
import type { TrainingRun } from "./training_run.ts";

/** How much memory the steps of a run take. */
export interface StepMemory {
  /** Bytes of the tensors of a step: its clips, the networks' state, and what it computes. */
  readonly bytes: number;
  /** Bytes that tensors may take; undefined if that is not known. */
  readonly room: number | undefined;
}

/** What {@linkcode preparePhases} prepares steps of. */
export type PreparedTraining =
  & CompilablePhases
  & Pick<TrainingRun, "learner" | "method" | "order">;

/** Options of {@linkcode preparePhases}. */
export interface PreparePhasesOptions {
  /**
   * Bytes that tensors may take; undefined if that is not known.
   *
   * @default that of the machine
   */
  readonly room?: number | undefined;
  /**
   * Called after each phase that fits. What it starts can run while the next phase is traced.
   *
   * @default nothing is started
   */
  readonly onPrepared?: ((phase: CompiledPhase) => void) | undefined;
}

/**
 * Traces the steps that a run still takes, before any video is decoded, and returns the memory of
 * the largest. What is traced is what the run takes later.
 *
 * @throws {Error} If a step does not fit into memory; it names the settings that fit, if any do.
 */
export async function preparePhases(
  compiled: CompiledPhases,
  training: PreparedTraining,
  { room = memoryRoom(), onPrepared = () => {} }: PreparePhasesOptions = {},
): Promise<StepMemory> {
  const { learner } = training;
  return await learner.use(async (state) => {
    const measured = { training, state };
    const steps: Measurement[] = [];
    for (const phase of phasesLeft(compiled, learner)) {
      const step = measure(phase, measured);
      steps.push(step);
      if (room !== undefined && step.peakBytes > room) continue;
      onPrepared(phase);
      // What was started begins before the next phase is traced, which takes this thread.
      await new Promise((resolve) => setTimeout(resolve));
    }
    const { peakBytes, bytes } = largest(steps);
    if (room !== undefined && peakBytes > room) {
      throw new Error(describeMisfit(measured, { room, peakBytes }));
    }
    return { bytes, room };
  });
}

/** The phases of which steps are still to be taken. */
function phasesLeft({ phases }: CompiledPhases, { steps }: Learner): CompiledPhase[] {
  return phases.filter(({ to }) => to > steps);
}

/** What is measured. */
interface Measured {
  readonly training: PreparedTraining;
  readonly state: TrainingState;
}

interface Measurement extends Pick<StepMemory, "bytes"> {
  /** Bytes of what a step computes, which its room is compared with. */
  readonly peakBytes: number;
}

function measure({ compute, order }: CompiledPhase, { training, state }: Measured): Measurement {
  const { config, method } = training;
  const form = stepForm(config, { state, order, method });
  const { peakBytes } = compute.prepare(form);
  return { peakBytes, bytes: peakBytes + bytesOf(form.state) + bytesOf(form.batch) };
}

function largest(steps: readonly Measurement[]): Measurement {
  return {
    peakBytes: Math.max(0, ...steps.map(({ peakBytes }) => peakBytes)),
    bytes: Math.max(0, ...steps.map(({ bytes }) => bytes)),
  };
}

/** All types of a step's tensors have four bytes a value. */
const BYTES_PER_VALUE = 4;

function bytesOf(tree: Parameters<typeof tensorsOf>[0]): number {
  return tensorsOf(tree).reduce((bytes, { size }) => bytes + size * BYTES_PER_VALUE, 0);
}

/** Memory that a step needs, and that there is. */
interface Misfit {
  readonly peakBytes: number;
  readonly room: number;
}

function describeMisfit(measured: Measured, { peakBytes, room }: Misfit): string {
  const problem = "Cannot train as a step must fit into memory: it needs about " +
    `${formatBytes(peakBytes)}, and there is room for ${formatBytes(room)}`;
  const remedy = findRemedy(measured, { peakBytes, room });
  if (remedy !== undefined) {
    const { options, bytes } = remedy;
    return `${problem}. This fits, with about ${formatBytes(bytes)}: ${options}`;
  }
  return `${problem}. No schedule.accumulate and no precision is enough: make the clips smaller ` +
    "(clip.size), or take smaller networks";
}

/** Options of the command line with which a step fits. */
interface Remedy {
  readonly options: string;
  /** Bytes of what a step then computes. */
  readonly bytes: number;
}

/** Tries a step in more and more parts, first in the precision as it is, then in bf16. */
function findRemedy(
  { training, state }: Measured,
  { peakBytes, room }: Misfit,
): Remedy | undefined {
  const { schedule } = training.config;
  const least = schedule.accumulate * peakBytes / room;
  const precisions: readonly Precision[] = training.precision === "bf16"
    ? ["bf16"]
    : [training.precision, "bf16"];
  for (const precision of precisions) {
    const isOther = precision !== training.precision;
    for (const accumulate of partsOfStep(training)) {
      // Half the memory at best in bf16; a step in parts is at best that much smaller.
      if (accumulate < (isOther ? least / 2 : least)) continue;
      const config = { ...training.config, schedule: { ...schedule, accumulate } };
      const changed = { ...training, config, precision };
      using compiled = compilePhases(changed);
      const { peakBytes: bytes } = largest(
        phasesLeft(compiled, training.learner)
          .map((phase) => measure(phase, { training: changed, state })),
      );
      if (bytes > room) continue;
      const parts = accumulate === schedule.accumulate
        ? []
        : [`--set schedule.accumulate=${accumulate}`];
      return { options: [...parts, ...isOther ? ["--precision bf16"] : []].join(" "), bytes };
    }
  }
  return undefined;
}
