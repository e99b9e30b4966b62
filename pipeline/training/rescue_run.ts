import { WorkerError } from "../../runtime/collectives/worker_error.ts";
import { DiskFullError } from "../files/disk_full_error.ts";
import { describeError } from "../terminal/describe_error.ts";
import { describeResuming } from "../run/describe_resuming.ts";
import { NonFiniteLossError } from "./non_finite_loss_error.ts";
import type { WindowLoader } from "../videos/window_loader.ts";
import type { RunRecorder } from "./run_recorder.ts";
import type { TrainingRun } from "./training_run.ts";

/** What {@linkcode rescueRun} works with. */
export interface RescueOptions extends Pick<TrainingRun, "run" | "progress" | "continuation"> {
  readonly loader: Pick<WindowLoader, "freeDisk">;
  readonly recorder: Pick<RunRecorder, "saveRecorded" | "checkpoints">;
}

/**
 * Saves what was learned since the last checkpoint when an error ends the run, and shows the user
 * how to resume. On a full disk, decoded videos give way to it. Does nothing if nothing can be saved
 * (the disk is full of other things) or nothing is worth saving (the loss is not finite); these
 * errors say themselves how to continue.
 */
export async function rescueRun(error: unknown, options: RescueOptions): Promise<void> {
  if (error instanceof NonFiniteLossError) return;
  if (error instanceof DiskFullError && !options.loader.freeDisk()) return;
  // Neither may hide the first error.
  await noteFailure(options, ({ recorder }) => recorder.saveRecorded());
  // The error itself says it.
  if (!(error instanceof WorkerError)) await noteFailure(options, describeKept);
}

async function noteFailure(
  options: RescueOptions,
  work: (options: RescueOptions) => Promise<void> | void,
): Promise<void> {
  try {
    await work(options);
  } catch (failure) {
    for (const line of describeError(failure).split("\n")) options.progress.note(line);
  }
}

function describeKept({ run, progress, recorder, continuation }: RescueOptions): void {
  const { checkpoints } = recorder;
  if (checkpoints.findNewest() === undefined) return;
  progress.note(
    `Kept what was learned up to step ${checkpoints.savedSteps}; ` +
      (continuation ?? describeResuming(run.reference)),
  );
}
