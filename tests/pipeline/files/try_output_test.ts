import assert from "node:assert/strict";
import { join } from "node:path";
import { tryOutput } from "../../../pipeline/files/try_output.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("tryOutput() leaves nothing, and returns what makes the folders", () =>
  withFolder(async (folder) => {
    const isThere = (name: string) => Deno.statSync(join(folder, name)).isDirectory;
    const outputs = [["a/b/c.txt", "file"], ["d/e", "folder"], ["f/g/", "any"]] as const;
    const all = [];
    for (const [path, kind] of outputs) all.push(await tryOutput(join(folder, path), kind));
    all.push(await tryOutput(undefined, "file"));
    assert.deepEqual([...Deno.readDirSync(folder)], []);
    for (const makeFolders of all) await makeFolders();
    for (const name of ["a/b", "d/e", "f/g"]) {
      assert.ok(isThere(name), name);
      assert.deepEqual([...Deno.readDirSync(join(folder, name))], []);
    }
  }));

Deno.test("tryOutput() keeps folders that were there, and refuses one in place of a file", () =>
  withFolder(async (folder) => {
    await Deno.mkdir(join(folder, "there"));
    await tryOutput(join(folder, "there"), "any");
    await assert.rejects(
      tryOutput(join(folder, "there"), "file"),
      /^TypeError: Cannot write '.*there' as it must be a file: it is a folder$/,
    );
    assert.ok(Deno.statSync(join(folder, "there")).isDirectory);
  }));
