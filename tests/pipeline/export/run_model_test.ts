import assert from "node:assert/strict";
import { join } from "node:path";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { readRunModel } from "../../../pipeline/export/run_model.ts";
import { digestOfFile } from "../../../pipeline/files/digest_of_file.ts";
import { listCheckpoints } from "../../../pipeline/run/list_checkpoints.ts";
import { Progress } from "../../../pipeline/terminal/progress.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { writeTinyRun } from "./_tiny_run.ts";

// A training keeps its newest checkpoints alone.
Deno.test("readRunModel() reads a checkpoint that a training removes meanwhile", () =>
  withFolder(async (folder) => {
    const run = await writeTinyRun(join(folder, "run"), { dual: true });
    const { config } = await loadConfig("motion_small");
    const [path = ""] = listCheckpoints(run.checkpoints);
    const checkpoint = await digestOfFile(path);
    // It is asked for once the checkpoint is open.
    const removing = {
      ...config,
      get primary() {
        if (listCheckpoints(run.checkpoints).length > 0) Deno.removeSync(path);
        return config.primary;
      },
    };
    const options = {
      run,
      answer: "both",
      progress: new Progress({ interactive: false, columns: () => 80, write: () => {} }),
      signal: new AbortController().signal,
    } as const;
    using model = await readRunModel(removing, options);
    assert.equal(model.facts.run.checkpoint, checkpoint);
    assert.deepEqual(listCheckpoints(run.checkpoints), []);
  }));
