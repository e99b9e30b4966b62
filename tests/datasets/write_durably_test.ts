import assert from "node:assert/strict";
import { join } from "node:path";
import { writeDurably } from "../../datasets/write_durably.ts";
import { testInFolder } from "./_fixtures.ts";

testInFolder("writeDurably() gives a file its name only when it is complete", async (folder) => {
  const path = join(folder, "a.txt");
  await Deno.writeTextFile(path, "old");
  await writeDurably(path, async (temporaryPath) => {
    await Deno.writeTextFile(temporaryPath, "new");
    assert.equal(await Deno.readTextFile(path), "old");
  });
  assert.equal(await Deno.readTextFile(path), "new");
});

testInFolder("writeDurably() leaves nothing of what failed", async (folder) => {
  const path = join(folder, "a.txt");
  const failure = new Error("half way");
  const writing = writeDurably(path, async (temporaryPath) => {
    await Deno.writeTextFile(temporaryPath, "half");
    throw failure;
  });
  await assert.rejects(writing, failure);
  assert.deepEqual([...Deno.readDirSync(folder)], []);
});
