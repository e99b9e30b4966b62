import assert from "node:assert/strict";
import { join } from "node:path";
import { checkCudaFolders } from "../../../runtime/gpu/check_cuda_folders.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { standInWheel } from "../wheels/_stand_in.ts";

Deno.test("checkCudaFolders() names the changed files of what is installed", () =>
  withFolder(async (root) => {
    const { wheel, members } = standInWheel();
    const packages = ["a", "b"].map((folder) => ({ folder, libraries: [], set: null, wheel }));
    const titles: string[] = [];
    const check = () =>
      checkCudaFolders(root, {
        build: wheel,
        packages,
        reporter(title) {
          titles.push(title);
          return () => {};
        },
      });
    for (const folder of ["tensorflow", "nvidia/a"]) {
      await Deno.mkdir(join(root, folder), { recursive: true });
      for (const [name, content] of members) {
        await Deno.writeFile(join(root, folder, name), content);
      }
    }
    assert.deepEqual(await check(), []);
    assert.deepEqual(titles, ["actnetformer-stand-in 1.0", "actnetformer-stand-in 1.0"]);
    const path = join(root, "nvidia/a/second.so");
    await Deno.writeFile(path, members.get("second.so")!.map((byte) => byte ^ 1));
    const [change, ...others] = await check();
    assert.deepEqual(others, []);
    assert.ok(change?.message.startsWith(`Cannot use ${path} as it must be as it was installed`));
    await Deno.truncate(path, 1);
    assert.match((await check())[0]?.message ?? "", /: it has 1 bytes instead of \d+$/);
    assert.match(change?.remedy ?? "", /nvidia\/a and run 'deno task setup --gpu'\.$/);
  }));
