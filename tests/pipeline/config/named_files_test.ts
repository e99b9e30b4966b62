import assert from "node:assert/strict";
import { join } from "node:path";
import { namedFile, namesIn } from "../../../pipeline/config/named_files.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("namesIn() and namedFile() know the .jsonc files of a folder", () =>
  withFolder(async (folder) => {
    for (const file of ["b.jsonc", "a.jsonc", "c.json", "notes.md"]) {
      await Deno.writeTextFile(join(folder, file), "{}");
    }
    assert.deepEqual(namesIn(folder), ["a", "b"]);
    assert.equal(namedFile(folder, "a"), join(folder, "a.jsonc"));
    for (const name of ["c", "a.jsonc", "../a", ""]) {
      assert.equal(namedFile(folder, name), undefined);
    }
  }));
