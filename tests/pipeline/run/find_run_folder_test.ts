import assert from "node:assert/strict";
import { join, relative } from "node:path";
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
    assert.throws(() => findRunFolder("c", { root }), {
      name: "RunFolderError",
      message: `Cannot find the run c as there is none of that name in ${root}: there are b, a`,
    });
    const empty = join(root, "none");
    for (const name of [undefined, "a"]) {
      assert.throws(() => findRunFolder(name, { root: empty }), {
        name: "RunFolderError",
        message: /in .*none yet: start one with: deno task train$/,
      });
    }
  }));

Deno.test("findRunFolder() finds a run by the path of its folder, wherever it is", () =>
  withFolder(async (root) => {
    using folder = createRunFolder("motion_small-0001", { root });
    await folder.writeConfig({});
    for (const path of [folder.path, `${folder.path}/`, relative(Deno.cwd(), folder.path)]) {
      assert.equal(findRunFolder(path, { root: join(root, "none") }).path, folder.path);
    }
    assert.throws(() => findRunFolder(join(root, "motion_small-0002"), { root }), {
      name: "RunFolderError",
      message: /0002 must be the folder of a run: it has no config\.json; did you mean .*0001\?$/,
    });
  }));

Deno.test("findRunFolder() suggests the run that was meant", () =>
  withFolder(async (root) => {
    for (const name of ["first", "second"]) {
      using folder = createRunFolder(name, { root });
      await folder.writeConfig({});
    }
    assert.throws(() => findRunFolder("frist", { root }), { message: /; did you mean first\?$/ });
  }));
