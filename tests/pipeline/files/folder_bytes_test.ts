import assert from "node:assert/strict";
import { join } from "node:path";
import { folderBytes } from "../../../pipeline/files/folder_bytes.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("folderBytes() counts a file of several names once", () =>
  withFolder(async (folder) => {
    await Deno.mkdir(join(folder, "below"));
    await Deno.writeTextFile(join(folder, "a"), "12345");
    await Deno.writeTextFile(join(folder, "below/b"), "1234567");
    assert.equal(folderBytes(folder), 12);
    await Deno.link(join(folder, "a"), join(folder, "below/link of a"));
    await Deno.link(join(folder, "a"), join(folder, "another"));
    assert.equal(folderBytes(folder), 12);
    assert.equal(folderBytes(join(folder, "below")), 12);
    assert.equal(folderBytes(join(folder, "none")), 0);
  }));
