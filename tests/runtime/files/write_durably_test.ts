import assert from "node:assert/strict";
import { join } from "node:path";
import { writeDurably } from "../../../runtime/files/write_durably.ts";
import { testInFolder } from "../../datasets/_fixtures.ts";

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

testInFolder("writeDurably() writes a file whose name is as long as may be", async (folder) => {
  for (const name of ["x".repeat(255), "\u52d5".repeat(85)]) {
    await writeDurably(join(folder, name), (path) => Deno.writeTextFile(path, "x"));
    assert.equal(await Deno.readTextFile(join(folder, name)), "x");
  }
  assert.equal([...Deno.readDirSync(folder)].length, 2);
});
