import assert from "node:assert/strict";
import { join } from "node:path";
import { createRunFolder } from "../../../pipeline/run/create_run_folder.ts";
import { findRunFolder } from "../../../pipeline/run/find_run_folder.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("findRunFolder() finds the run started last, or the one named", () =>
  withFolder(async (root) => {
    for (const [index, name] of ["b", "a"].entries()) {
      using folder = createRunFolder(name, { root });
      await folder.writeConfig({});
      Deno.utimeSync(join(folder.path, "config.json"), 1000 + index, 1000 + index);
    }
    assert.equal(findRunFolder(undefined, { root }).name, "a");
    assert.equal(findRunFolder("b", { root }).name, "b");
    assert.throws(() => findRunFolder("c", { root }), { name: "RunFolderError", message: /b, a/ });
    const empty = join(root, "none");
    assert.throws(() => findRunFolder(undefined, { root: empty }), {
      name: "RunFolderError",
      message: `Cannot find a run as '${empty}/' must hold one: it is empty`,
    });
  }));
