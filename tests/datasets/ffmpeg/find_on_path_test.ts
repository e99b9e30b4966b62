import assert from "node:assert/strict";
import { delimiter, join } from "node:path";
import { findOnPath } from "../../../datasets/ffmpeg/_find_on_path.ts";

Deno.test("findOnPath() gives the first folder's file", async () => {
  await inFolder(async (folder) => {
    const path = await script(folder, "ffmpeg", "echo ffmpeg version 9.1");
    assert.equal(await findOnPath(["", join(folder, "missing"), folder].join(delimiter)), path);
    await assert.rejects(findOnPath(join(folder, "missing")), /none of its folders/);
  });
});

async function script(folder: string, name: string, body: string): Promise<string> {
  const path = join(folder, name);
  await Deno.writeTextFile(path, `#!/bin/sh\n${body}\n`);
  await Deno.chmod(path, 0o755);
  return path;
}

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
