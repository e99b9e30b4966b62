import assert from "node:assert/strict";
import { join } from "node:path";
import { fileStamp } from "../../datasets/mod.ts";
import { testInFolder } from "./_fixtures.ts";

testInFolder("fileStamp() gives size and time of a file, and zeros for none", async (folder) => {
  const path = join(folder, "a.mp4");
  await Deno.writeTextFile(path, "four");
  await Deno.utime(path, 1, 2);
  assert.deepEqual(await fileStamp(path), { bytes: 4, modified: 2000 });
  assert.deepEqual(await fileStamp(join(folder, "b.mp4")), { bytes: 0, modified: 0 });
});
