import assert from "node:assert/strict";
import { DiskFullError } from "../../../pipeline/files/disk_full_error.ts";
import { RunFolder } from "../../../pipeline/run/run_folder.ts";
import { NonFiniteLossError } from "../../../pipeline/training/non_finite_loss_error.ts";
import { type RescueOptions, rescueRun } from "../../../pipeline/training/rescue_run.ts";
import { Progress } from "../../../pipeline/terminal/progress.ts";

/** Rescues a run of which there is a checkpoint; returns what was said. */
async function said(continuation?: string): Promise<string> {
  let text = "";
  await rescueRun(new Error("lost"), {
    run: new RunFolder("runs/first"),
    progress: new Progress({
      interactive: false,
      columns: () => 80,
      write(line) {
        text += line;
      },
    }),
    continuation,
    loader: { freeDisk: () => false },
    recorder: {
      saveRecorded: () => Promise.resolve(),
      checkpoints: { findNewest: () => "a", savedSteps: 7 } as unknown as RescueOptions["recorder"][
        "checkpoints"
      ],
    },
  });
  return text.trimEnd();
}

Deno.test("rescueRun() says how the run goes on", async () => {
  const kept = "Kept what was learned up to step 7; ";
  assert.match(await said(), new RegExp(`^${kept}resume with: deno task train --resume .*first$`));
  assert.equal(await said("the same command continues"), `${kept}the same command continues`);
});

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
