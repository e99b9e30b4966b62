import assert from "node:assert/strict";
import { join } from "node:path";
import { ConfigError } from "../../../pipeline/config/config_error.ts";
import { openFrameFile } from "../../../pipeline/videos/open_frame_file.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { canMount, withSmallDisk } from "../_small_disk.ts";

Deno.test("openFrameFile() opens a file of so many MiB, or none", () =>
  withFolder(async (folder) => {
    assert.equal(await openFrameFile({ diskMebibytes: 0 }, { folder }), undefined);
    using file = await openFrameFile({ diskMebibytes: 2 }, { folder });
    assert.ok(file !== undefined);
    assert.ok(file.tryReserve(2 * 2 ** 20));
    assert.ok(!file.tryReserve(1));
  }));

Deno.test("openFrameFile() refuses more than is free, for all processes of the machine", () =>
  withFolder(async (folder) => {
    const diskMebibytes = 2 ** 43;
    await assert.rejects(openFrameFile({ diskMebibytes }, { folder }), (error: Error) => {
      assert.ok(error instanceof ConfigError);
      assert.match(
        error.message,
        /^Cannot use the configuration as data\.diskMebibytes must be at most what is free on the disk of \S+, \S+ \wiB: current value is 8796093022208 \(\S+ \wiB\); TMPDIR may name a folder on another disk$/,
      );
      return true;
    });
    await assert.rejects(openFrameFile({ diskMebibytes: 1 }, { folder, processes: 2 ** 40 }), {
      name: "ConfigError",
      message: /\(1 MiB for each of 1099511627776 processes\)/,
    });
  }));

/** Requires that a folder is refused. */
async function requireRefused(folder: string): Promise<void> {
  await assert.rejects(openFrameFile({ diskMebibytes: 1 }, { folder }), {
    name: "ConfigError",
    message: "Cannot use the configuration as data.diskMebibytes must be 0, or TMPDIR a folder " +
      `on a disk: ${folder} is in memory`,
  });
}

Deno.test("openFrameFile() refuses a folder of shared memory", () =>
  requireRefused("/dev/shm/new"));

const mayMount = await canMount();

Deno.test({
  name: `openFrameFile() refuses a folder in memory${
    mayMount ? "" : " (skipped: this process may not mount a disk)"
  }`,
  ignore: !mayMount,
  fn: () =>
    withFolder((folder) => withSmallDisk(folder, () => requireRefused(join(folder, "new")))),
});
