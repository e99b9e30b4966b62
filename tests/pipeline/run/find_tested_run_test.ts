import assert from "node:assert/strict";
import { join } from "node:path";
import { findTestedRun } from "../../../pipeline/run/find_tested_run.ts";
import { RunFolder } from "../../../pipeline/run/run_folder.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("findTestedRun() finds a run, or one of its tests by the path of its folder", () =>
  withFolder(async (root) => {
    const run = new RunFolder(join(root, "one"));
    const test = run.ofTest("clips=1");
    await Deno.mkdir(test.testFolder, { recursive: true });
    await run.writeConfig({ a: 1 });
    await test.writeConfig({ a: 2 });
    for (const path of [test.testFolder, `${test.testFolder}/`]) {
      const found = findTestedRun(path);
      assert.deepEqual([found.path, found.test], [run.path, "clips=1"]);
      assert.deepEqual(await found.readConfig(), { a: 2 });
    }
    assert.equal(findTestedRun(run.path).test, undefined);
    assert.throws(() => findTestedRun(join(run.path, "tests/other")), {
      name: "RunFolderError",
      message: /other must be the folder of a run: it has no config\.json/,
    });
  }));

Deno.test("findTestedRun() finds a run in a folder that is called tests", () =>
  withFolder(async (root) => {
    const run = new RunFolder(join(root, "tests/one"));
    await Deno.mkdir(run.path, { recursive: true });
    await run.writeConfig({});
    assert.equal(findTestedRun(run.path).path, run.path);
  }));
