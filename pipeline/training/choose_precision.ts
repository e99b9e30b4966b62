import { fastestPrecision, type Precision } from "../../runtime/mod.ts";
import type { WorkerGroup } from "../../runtime/collectives/mod.ts";
import type { Config } from "../config/config.ts";
import type { CheckpointState } from "../run/checkpoint_state.ts";
import type { Progress } from "../terminal/progress.ts";
import { type MeasuredPlan, measureSteps } from "./measure_steps.ts";

/** Options of {@linkcode choosePrecision}. */
export interface ChoosePrecisionOptions {
  readonly plan: MeasuredPlan;
  /** All workers; what one of them measures, the others are given. */
  readonly group: Pick<WorkerGroup, "exchange">;
  readonly signal: AbortSignal;
  /** What the run resumes from; undefined for a new run. */
  readonly state: Pick<CheckpointState, "precision"> | undefined;
  readonly progress: Progress;
}

/** Milliseconds of a step; null where the format cannot be used: no instructions, or no room. */
type StepTimes = Readonly<Record<Precision, number | null>>;

/**
 * Returns the number format of a training: the configured one, or for `auto` that in which a step of
 * this run takes less time, as tried on black clips. A run that resumes keeps the one that it has,
 * and all workers get the same.
 *
 * @throws {unknown} If the signal is aborted: its reason.
 * @throws {WorkerError} If a worker is lost or fails.
 */
export async function choosePrecision(
  config: Config,
  { plan, group, signal, state, progress }: ChoosePrecisionOptions,
): Promise<Precision> {
  if (config.precision !== "auto") return config.precision;
  if (state?.precision !== undefined) {
    progress.note(`Precision: ${state.precision}, as when the run began`);
    return state.precision;
  }
  progress.show("trying a step in float32 and in bf16");
  const measure = async (precision: Precision) => {
    if (precision === "bf16" && fastestPrecision() !== "bf16") return null;
    const { seconds, steps, fits } = await measureSteps(config, plan, { precision, signal });
    return fits ? 1000 * seconds / steps : null;
  };
  const own: StepTimes = { float32: await measure("float32"), bf16: await measure("bf16") };
  progress.clear();
  const { float32, bf16 } = slowest(await group.exchange(JSON.stringify(own), "precision"));
  if (bf16 === null) {
    progress.note("Precision: float32, as bf16 cannot be used here");
    return "float32";
  }
  const precision = float32 === null || bf16 < float32 ? "bf16" : "float32";
  progress.note(
    `Precision: ${precision}; a step took ${describeTime(float32)} in float32 and ` +
      `${describeTime(bf16)} in bf16, as tried on black clips`,
  );
  return precision;
}

/** A step lasts as long as that of the slowest worker; null if it cannot be taken on all. */
function slowest(texts: readonly string[]): StepTimes {
  const all = texts.map((text): StepTimes => JSON.parse(text));
  const most = (precision: Precision) => {
    const times = all.flatMap((times) => times[precision] ?? []);
    return times.length < all.length ? null : Math.max(...times);
  };
  return { float32: most("float32"), bf16: most("bf16") };
}

function describeTime(milliseconds: number | null): string {
  return milliseconds === null ? "more memory than there is" : `${milliseconds.toPrecision(3)} ms`;
}
