import assert from "node:assert/strict";
import { join } from "node:path";
import { statIfPresent } from "../../../pipeline/files/stat_if_present.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("statIfPresent() finds nothing where nothing is or can be", async () => {
  await withFolder(async (folder) => {
    const file = join(folder, "file");
    await Deno.writeTextFile(file, "text");
    assert.equal(statIfPresent(file)?.size, 4);
    for (const path of [join(folder, "other"), join(file, "below"), "x".repeat(5000)]) {
      assert.equal(statIfPresent(path), undefined);
    }
  });
});
