import assert from "node:assert/strict";
import { join } from "node:path";
import { FolderLock } from "../../../pipeline/files/folder_lock.ts";
import { requireOwnFiles } from "../../../pipeline/run/require_own_files.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("requireOwnFiles() takes a folder that is a link itself, or that does not exist", () =>
  withFolder(async (folder) => {
    await Deno.mkdir(join(folder, "real", "checkpoints"), { recursive: true });
    await Deno.symlink("real", join(folder, "run"));
    requireOwnFiles(join(folder, "run"));
    requireOwnFiles(join(folder, "none"));
  }));

Deno.test.each(["log.txt", "checkpoints/step-1.safetensors", "suggestions/previews/0"])(
  "requireOwnFiles() refuses a link at %s",
  (name) =>
    withFolder(async (folder) => {
      const path = join(folder, name);
      await Deno.mkdir(join(path, ".."), { recursive: true });
      await Deno.symlink("/nowhere", path);
      assert.throws(() => requireOwnFiles(folder), {
        name: "RunFolderError",
        message:
          `Cannot write to ${folder} as all that is in it must be its own: ${path} leads to ` +
          "elsewhere; remove this link, or put what it leads to in its place",
      });
    }),
);

Deno.test("FolderLock makes no file where a link leads to", () =>
  withFolder(async (folder) => {
    const target = join(folder, "target");
    await Deno.symlink(target, join(folder, "lock"));
    assert.throws(() => FolderLock.tryHold(folder), /it is a link to elsewhere$/);
    await assert.rejects(Deno.lstat(target), Deno.errors.NotFound);
  }));
