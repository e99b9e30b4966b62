import assert from "node:assert/strict";
import { join } from "node:path";
import { prepareOutput } from "../../../pipeline/files/prepare_output.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("prepareOutput() makes folders, and removes those in which nothing was written", () =>
  withFolder(async (folder) => {
    const isThere = (name: string) => Deno.statSync(join(folder, name)).isDirectory;
    {
      using _file = await prepareOutput(join(folder, "a/b/c.txt"), "file");
      using _folder = await prepareOutput(join(folder, "d/e"), "folder");
      using _any = await prepareOutput(join(folder, "f/g/"), "any");
      using _nothing = await prepareOutput(undefined, "file");
      for (const name of ["a/b", "d/e", "f/g"]) assert.ok(isThere(name), name);
      assert.deepEqual([...Deno.readDirSync(join(folder, "a/b"))], []);
      await Deno.writeTextFile(join(folder, "d/e/written"), "");
    }
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["d"]);
    assert.ok(isThere("d/e"));
  }));

Deno.test("prepareOutput() keeps folders that were there, and refuses one in place of a file", () =>
  withFolder(async (folder) => {
    await Deno.mkdir(join(folder, "there"));
    (await prepareOutput(join(folder, "there"), "any"))[Symbol.dispose]();
    await assert.rejects(
      prepareOutput(join(folder, "there"), "file"),
      /^TypeError: Cannot write '.*there' as it must be a file: it is a folder$/,
    );
    assert.ok(Deno.statSync(join(folder, "there")).isDirectory);
  }));
