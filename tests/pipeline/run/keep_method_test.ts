import assert from "node:assert/strict";
import { join } from "node:path";
import { createRunFolder } from "../../../pipeline/run/create_run_folder.ts";
import { keepMethod } from "../../../pipeline/run/keep_method.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("keepMethod() copies the file of a method, and refuses another one later", () =>
  withFolder(async (root) => {
    using run = createRunFolder("ra", { root });
    const method = join(root, "sure.ts");
    await Deno.writeTextFile(method, "export default 1;");
    await keepMethod(run, method, { resume: false });
    assert.equal(await Deno.readTextFile(run.methodCopy("mine.ts")!), "export default 1;");
    await keepMethod(run, method, { resume: true });
    await Deno.writeTextFile(method, "export default 2;");
    await assert.rejects(keepMethod(run, method, { resume: true }), {
      name: "RunFolderError",
      message: /^Cannot resume .*ra as its method must be the same: .*sure\.ts differs from /,
    });
  }));

Deno.test("keepMethod() copies nothing of a method that comes with the program", () =>
  withFolder(async (root) => {
    using run = createRunFolder("ra", { root });
    await keepMethod(run, "cmpl", { resume: false });
    const names = [...Deno.readDirSync(run.path)].map(({ name }) => name).sort();
    assert.deepEqual(names, ["checkpoints", "lock"]);
  }));
