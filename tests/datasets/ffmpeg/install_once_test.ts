import assert from "node:assert/strict";
import { join } from "node:path";
import { installOnce } from "../../../datasets/ffmpeg/_install_once.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("installOnce() installs once, for calls at the same time", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "program");
    let calls = 0;
    const install = async () => {
      calls++;
      await Deno.writeTextFile(path, "");
    };
    const options = { path, record: path, install, retries: false };
    assert.deepEqual(await Promise.all([installOnce(options), installOnce(options)]), [path, path]);
    assert.equal(calls, 1);
  });
});

Deno.test("installOnce() remembers a failure, and tries again if asked to", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "program");
    let calls = 0;
    const fail = () => {
      calls++;
      return Promise.reject(new Error("no network\nat all"));
    };
    const options = { path, record: join(folder, "record"), install: fail, retries: false };
    await assert.rejects(installOnce(options), /^Error: its download fails: no network$/);
    await assert.rejects(
      installOnce(options),
      /^Error: its download failed earlier \(no network\); 'deno task setup' tries it again$/,
    );
    assert.equal(calls, 1);
    const install = () => Deno.writeTextFile(path, "");
    assert.equal(await installOnce({ ...options, install, retries: true }), path);
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    assert.deepEqual(names, ["program", "record.once"]);
  });
});
