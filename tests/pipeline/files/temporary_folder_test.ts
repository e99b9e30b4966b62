import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { TemporaryFolder } from "../../../pipeline/files/temporary_folder.ts";

Deno.test("TemporaryFolder is removed with its files when it is disposed", async () => {
  let path = "";
  {
    using folder = TemporaryFolder.make();
    path = folder.path;
    await Deno.writeTextFile(join(path, "video"), "bytes");
  }
  assert.ok(!existsSync(path));
});

Deno.test("TemporaryFolder.make() removes folders that no process holds, and no others", async () => {
  using held = TemporaryFolder.make();
  const root = dirname(held.path);
  const left = join(root, `actnetformer-${crypto.randomUUID()}`);
  const foreign = join(root, `actnetformer-${crypto.randomUUID()}`);
  const linked = join(root, `actnetformer-${crypto.randomUUID()}`);
  for (const folder of [left, foreign, linked]) await Deno.mkdir(folder);
  try {
    await Deno.symlink("elsewhere", join(linked, "lock"));
    await Deno.writeTextFile(join(left, "lock"), "");
    await Deno.writeTextFile(join(left, "video"), "half");
    using _next = TemporaryFolder.make();
    assert.deepEqual([left, foreign, linked, held.path].map((path) => existsSync(path)), [
      false,
      true,
      true,
      true,
    ]);
  } finally {
    await Deno.remove(foreign);
    await Deno.remove(linked, { recursive: true });
  }
});
