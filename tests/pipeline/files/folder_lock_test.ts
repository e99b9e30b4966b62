import assert from "node:assert/strict";
import { FolderLock } from "../../../pipeline/files/folder_lock.ts";
import { withFolder } from "../../_temporary_folder.ts";

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
