import assert from "node:assert/strict";
import { join } from "node:path";
import { installOnce } from "../../../datasets/ffmpeg/_install_once.ts";
import type { PinnedFolder } from "../../../runtime/wheels/pinned_folder.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("installOnce() installs once, for calls at the same time", async () => {
  await withFolder(async (directory) => {
    const folder = pinned(directory);
    let calls = 0;
    const install = async () => {
      calls++;
      await makeProgram(folder);
    };
    const options = { install, retries: false };
    const path = join(folder.path, "ffmpeg");
    const paths = await Promise.all([installOnce(folder, options), installOnce(folder, options)]);
    assert.deepEqual(paths, [path, path]);
    assert.equal(calls, 1);
  });
});

Deno.test("installOnce() remembers a failure, and tries again if asked to", async () => {
  await withFolder(async (directory) => {
    const folder = pinned(directory);
    let calls = 0;
    const fail = () => {
      calls++;
      return Promise.reject(new Error("no network\nat all"));
    };
    const options = { install: fail, retries: false };
    await assert.rejects(installOnce(folder, options), /^Error: its download fails: no network$/);
    await assert.rejects(
      installOnce(folder, options),
      /^Error: its download failed earlier \(no network\); 'deno task setup' tries it again$/,
    );
    assert.equal(calls, 1);
    const install = () => makeProgram(folder);
    await installOnce(folder, { install, retries: true });
    assert.deepEqual(namesIn(directory), ["program", "program.once"]);
  });
});

Deno.test("installOnce() does not remember as a failure that the user stopped it", () =>
  withFolder(async (directory) => {
    const folder = pinned(directory);
    const controller = new AbortController();
    const { signal } = controller;
    const install = () => {
      controller.abort("stopped");
      return Promise.reject(new Error("half way"));
    };
    const installing = installOnce(folder, { install, retries: false, signal });
    await assert.rejects(installing, (reason) => reason === "stopped");
    assert.deepEqual(namesIn(directory), ["program.once"]);
    await installOnce(folder, { install: () => makeProgram(folder), retries: false });
  }));

Deno.test({
  name: "installOnce() remembers nothing of a command that may not use the network",
  permissions: { read: true, write: true, net: false },
  fn: () =>
    withFolder(async (directory) => {
      const install = () => Promise.reject(new Error("not permitted"));
      const options = { install, retries: false };
      await assert.rejects(installOnce(pinned(directory), options), /not permitted/);
      assert.deepEqual(namesIn(directory), ["program.once"]);
    }),
});

function pinned(directory: string): PinnedFolder {
  const files = [{ fileName: "ffmpeg", bytes: 2, sha256: "" }];
  return { path: join(directory, "program"), files, command: "deno task setup" };
}

async function makeProgram({ path }: PinnedFolder): Promise<void> {
  await Deno.mkdir(path);
  await Deno.writeTextFile(join(path, "ffmpeg"), "#!");
}

function namesIn(directory: string): string[] {
  return [...Deno.readDirSync(directory)].map(({ name }) => name).sort();
}
