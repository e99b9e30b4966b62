import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { digestOfAll, digestOfEnds } from "../../datasets/_file_digest.ts";
import { testInFolder } from "./_fixtures.ts";

testInFolder("digestOfEnds() sees the ends of a file, digestOfAll() all of it", async (folder) => {
  const path = join(folder, "a.mp4");
  const bytes = new Uint8Array(50_000).map((_, index) => index % 251);
  const sha256 = (...parts: Uint8Array[]) => {
    const hash = createHash("sha256");
    for (const part of parts) hash.update(part);
    return hash.digest("hex");
  };
  await Deno.writeFile(path, bytes);
  assert.equal(await digestOfAll(path), sha256(bytes));
  const ends = sha256(bytes.subarray(0, 16_384), bytes.subarray(-16_384));
  assert.equal(await digestOfEnds(path, bytes.length), ends);
});
