import assert from "node:assert/strict";
import { join } from "node:path";
import { runCommand } from "./_command_line.ts";
import { withFolder } from "../_temporary_folder.ts";
import { sharedFolder } from "../_shared_folder.ts";

const DATA = sharedFolder("data");

const CLASSES = ["BrushingTeeth", "CuttingInKitchen", "JumpingJack", "Lunges", "WallPushups"];

Deno.test({
  name: `train reads real videos by their index.csv, and evaluates its test split${DATA.skipped}`,
  ignore: !DATA.exists,
  async fn() {
    await withFolder(async (folder) => {
      const { code, stdout, stderr } = await runCommand(folder, [
        "train",
        ...["--data", join(DATA.path, "ucf101-5"), "--steps", "2", "--name", "real"],
        ...["--labels-per-class", "5"],
        ...["--set", "clip.size=32", "--set", "clip.decodeShortSide=40"],
        ...["--set", "schedule.labeledPerStep=1", "--set", "schedule.unlabeledPerLabeled=2"],
        ...["--set", "evaluate.clips=1", "--set", "evaluate.crops=1"],
      ]);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^70 test videos +primary +auxiliary +both\n/);
      const path = join(folder, "runs/real/results.json");
      assert.deepEqual(JSON.parse(await Deno.readTextFile(path)).classes, CLASSES);
    });
  },
});
