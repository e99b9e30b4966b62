import assert from "node:assert/strict";
import { delimiter, join } from "node:path";
import { findOnPath } from "../../../datasets/ffmpeg/_find_on_path.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { writeScript } from "./_scripts.ts";

Deno.test("findOnPath() gives the first folder's file", async () => {
  await withFolder(async (folder) => {
    const path = await writeScript(folder, "ffmpeg", "echo ffmpeg version 9.1");
    assert.equal(await findOnPath(["", join(folder, "missing"), folder].join(delimiter)), path);
    await assert.rejects(findOnPath(join(folder, "missing")), /none of its folders/);
  });
});
