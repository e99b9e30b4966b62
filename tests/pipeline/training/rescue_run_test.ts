import assert from "node:assert/strict";
import { DiskFullError } from "../../../pipeline/files/disk_full_error.ts";
import { RunFolder } from "../../../pipeline/run/run_folder.ts";
import { NonFiniteLossError } from "../../../pipeline/training/non_finite_loss_error.ts";
import { type RescueOptions, rescueRun } from "../../../pipeline/training/rescue_run.ts";
import { Progress } from "../../../pipeline/terminal/progress.ts";

/** Rescues a run from an error; returns whether it was saved. */
async function isSaved(error: unknown, hasDisk: boolean): Promise<boolean> {
  let saved = false;
  await rescueRun(error, {
    run: new RunFolder("runs/first"),
    progress: new Progress({ interactive: false, columns: () => 80, write: () => {} }),
    loader: { freeDisk: () => hasDisk },
    recorder: {
      saveRecorded() {
        saved = true;
        return Promise.resolve();
      },
      checkpoints: { findNewest: () => undefined } as RescueOptions["recorder"]["checkpoints"],
    },
  });
  return saved;
}

Deno.test("rescueRun() saves on a full disk if decoded videos can give way", async () => {
  const error = new DiskFullError("a", "Cannot write a as the disk must have room: it is full");
  assert.deepEqual([await isSaved(error, true), await isSaved(error, false)], [true, false]);
});

Deno.test("rescueRun() saves after an error, but no weights that are not finite", async () => {
  const error = new NonFiniteLossError({ step: 4, numbers: { loss: NaN }, remedy: "Start again." });
  assert.equal(await isSaved(new Error("lost"), false), true);
  assert.equal(await isSaved(error, true), false);
});
