import assert from "node:assert/strict";
import { join } from "node:path";
import { listVideos } from "../../datasets/mod.ts";
import { testInFolder } from "./_fixtures.ts";

testInFolder("listVideos() finds videos in all folders, and goes in no circle", async (folder) => {
  await Deno.mkdir(join(folder, "b/c"), { recursive: true });
  for (const name of ["a.mp4", "b/x.MKV", "b/c/y.webm", "b/notes.txt", ".hidden.mp4"]) {
    await Deno.writeTextFile(join(folder, name), "");
  }
  await Deno.symlink(folder, join(folder, "b/c/up"));
  const names = ["a.mp4", "b/c/y.webm", "b/x.MKV"];
  assert.deepEqual(await listVideos(folder), names.map((name) => join(folder, name)));
});
