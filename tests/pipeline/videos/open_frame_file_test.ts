import assert from "node:assert/strict";
import { join } from "node:path";
import { openFrameFile } from "../../../pipeline/videos/open_frame_file.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { canMount, withSmallDisk } from "../_small_disk.ts";

const MEBIBYTE = 2 ** 20;

/** Opens a file; returns how much fits, undefined if there is none, and what was shown. */
async function opened(folder: string, diskMebibytes: number, processes?: number) {
  const lines: string[] = [];
  const notify = (line: string) => lines.push(line);
  using file = await openFrameFile({ diskMebibytes }, { folder, processes, notify });
  const rooms = [1, diskMebibytes].map((mebibytes) => file?.hasRoom(mebibytes * MEBIBYTE));
  return { rooms, line: lines.join() };
}

Deno.test("openFrameFile() opens a file of so many MiB, or none", () =>
  withFolder(async (folder) => {
    assert.deepEqual(await opened(folder, 0), { rooms: [undefined, undefined], line: "" });
    const line = `Disk: up to 2 MiB for decoded videos, in ${folder}`;
    assert.deepEqual(await opened(folder, 2), { rooms: [true, true], line });
  }));

Deno.test("openFrameFile() takes what is free, for all processes of the machine", () =>
  withFolder(async (folder) => {
    const { rooms, line } = await opened(folder, 2 ** 43);
    assert.deepEqual(rooms, [true, false]);
    const less =
      /^Disk: up to \S+ \wiB for decoded videos, in \S+ \(8589934592\.0 GiB were asked for, and 2\.0 GiB stay free\)$/;
    assert.match(line, less);
    assert.deepEqual((await opened(folder, 1, 2 ** 50)).rooms, [false, false]);
  }));

/** Requires that nothing is kept in a folder in memory. */
async function requireUnused(folder: string): Promise<void> {
  assert.deepEqual(await opened(folder, 1), {
    rooms: [undefined, undefined],
    line: `Disk: no decoded videos, as ${folder} is in memory; TMPDIR may name another folder`,
  });
}

Deno.test("openFrameFile() keeps nothing in shared memory", () => requireUnused("/dev/shm/new"));

const mayMount = await canMount();

Deno.test({
  name: `openFrameFile() keeps nothing in memory${
    mayMount ? "" : " (skipped: this process may not mount a disk)"
  }`,
  ignore: !mayMount,
  fn: () => withFolder((folder) => withSmallDisk(folder, () => requireUnused(join(folder, "new")))),
});
