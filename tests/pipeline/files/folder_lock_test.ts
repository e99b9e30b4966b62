import assert from "node:assert/strict";
import { join } from "node:path";
import { FolderLock } from "../../../pipeline/files/folder_lock.ts";
import { LOCK_NAME } from "../../../runtime/files/lock_name.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { withLockError } from "../_lock_error.ts";

Deno.test("FolderLock holds a folder until it is disposed", async () => {
  await withFolder((folder) => {
    assert.equal(FolderLock.isHeld(folder), false);
    const lock = FolderLock.tryHold(folder);
    assert.equal(FolderLock.isHeld(folder), true);
    assert.equal(FolderLock.tryHold(folder), undefined);
    lock?.[Symbol.dispose]();
    assert.equal(FolderLock.isHeld(folder), false);
  });
});

Deno.test("FolderLock.tryHold() gives everybody a folder of a file system without locks", async () => {
  await withFolder((folder) =>
    withLockError("ENOLCK", () => {
      using first = FolderLock.tryHold(folder);
      using second = FolderLock.tryHold(folder);
      assert.deepEqual([first?.isExclusive, second?.isExclusive], [false, false]);
      assert.ok(FolderLock.isHeld(folder));
    })
  );
});

Deno.test("FolderLock.isHeld() opens no pipe, which could wait without end", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, LOCK_NAME);
    const { success } = await new Deno.Command("mkfifo", { args: [path] }).output();
    assert.ok(success);
    // Open already, so that opening it again does not wait.
    using pipe = await Deno.open(path, { read: true, write: true });
    pipe.lockSync(true);
    assert.equal(FolderLock.isHeld(folder), false);
  });
});

Deno.test("FolderLock passes other errors of locking on", async () => {
  await withFolder((folder) => {
    FolderLock.tryHold(folder)?.[Symbol.dispose]();
    withLockError("EIO", () => assert.throws(() => FolderLock.isHeld(folder), /EIO/));
  });
});
