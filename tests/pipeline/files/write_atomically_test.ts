import assert from "node:assert/strict";
import { join } from "node:path";
import { DiskFullError } from "../../../pipeline/files/disk_full_error.ts";
import { writeAtomically } from "../../../pipeline/files/write_atomically.ts";
import { canMount, withSmallDisk } from "../_small_disk.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("writeAtomically() keeps the old content and no rest when writing fails", () =>
  withFolder(async (root) => {
    const path = join(root, "file");
    await writeAtomically(path, (temporary) => Deno.writeTextFile(temporary, "old"));
    const broken = writeAtomically(path, async (temporary) => {
      await Deno.writeTextFile(temporary, "ne");
      throw new Error("stopped half way");
    });
    await assert.rejects(broken, /stopped half way/);
    assert.equal(await Deno.readTextFile(path), "old");
    assert.deepEqual([...Deno.readDirSync(root)].map(({ name }) => name), ["file"]);
  }));

Deno.test({
  name: "writeAtomically() says which file did not fit on a full disk, and what is kept",
  ignore: !await canMount(),
  fn: () =>
    withFolder((root) =>
      withSmallDisk(root, async () => {
        const path = join(root, "file");
        await writeAtomically(path, (temporary) => Deno.writeTextFile(temporary, "old"));
        const tooLong = "new".repeat(100_000);
        const full = writeAtomically(
          path,
          (temporary) => Deno.writeTextFile(temporary, tooLong),
          "The old one is kept.",
        );
        await assert.rejects(full, (error) => {
          assert.ok(error instanceof DiskFullError);
          assert.equal(error.path, path);
          assert.ok(error.message.includes(path) && error.message.endsWith("The old one is kept."));
          return true;
        });
        assert.equal(await Deno.readTextFile(path), "old");
      })
    ),
});
