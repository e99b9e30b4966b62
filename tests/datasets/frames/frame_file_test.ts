import assert from "node:assert/strict";
import { join } from "node:path";
import { FrameFile } from "../../../datasets/mod.ts";
import { canMount, withSmallDisk } from "../../pipeline/_small_disk.ts";
import { withFolder } from "../../_temporary_folder.ts";

/** Bytes of which each says whose it is, and where it is. */
function bytesOf(video: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => video * 31 + index);
}

Deno.test("FrameFile returns copies of what it keeps, in whatever order", () =>
  withFolder(async (folder) => {
    using file = await FrameFile.open(join(folder, "missing", "folder"), 1e6);
    const kept = await Promise.all(Array.from({ length: 9 }, async (_, video) => {
      assert.ok(file.tryReserve(1000 + video));
      return (await file.keep(bytesOf(video, 1000 + video)))!;
    }));
    // Reads of one while others are written and read.
    await Promise.all(kept.map(async (frames, video) => {
      const expected = bytesOf(video, 1000 + video);
      assert.equal(frames.byteLength, expected.byteLength);
      assert.ok(file.tryReserve(500));
      const more = file.keep(bytesOf(video + 100, 500));
      const part = await frames.read(video, 700);
      assert.deepEqual(part, expected.slice(video, 700));
      part.fill(0);
      assert.deepEqual(await frames.read(0, expected.length), expected);
      assert.deepEqual(await (await more)!.read(0, 500), bytesOf(video + 100, 500));
    }));
  }));

Deno.test("FrameFile has no name that a killed process could leave", () =>
  withFolder(async (folder) => {
    using file = await FrameFile.open(folder, 1e6);
    assert.ok(file.tryReserve(3));
    await file.keep(bytesOf(0, 3));
    assert.deepEqual([...Deno.readDirSync(folder)], []);
  }));

Deno.test("FrameFile reserves no more than its budget", () =>
  withFolder(async (folder) => {
    using file = await FrameFile.open(folder, 10);
    assert.ok(file.tryReserve(6));
    assert.ok(!file.tryReserve(5));
    assert.ok(file.tryReserve(4));
    assert.equal(file.reservedBytes, 10);
    file.release(6);
    assert.ok(file.tryReserve(5));
    assert.equal(file.reservedBytes, 9);
  }));

const mayMount = await canMount();

Deno.test({
  name: `FrameFile keeps what it has when the disk is full${
    mayMount ? "" : " (skipped: this process may not mount a disk)"
  }`,
  ignore: !mayMount,
  fn: () =>
    withFolder((folder) =>
      withSmallDisk(folder, async () => {
        using file = await FrameFile.open(folder, 1e9);
        assert.ok(file.tryReserve(1000) && file.tryReserve(1e6));
        const kept = await file.keep(bytesOf(1, 1000));
        assert.equal(await file.keep(new Uint8Array(1e6)), undefined);
        assert.ok(file.diskIsFull);
        assert.ok(!file.tryReserve(1));
        assert.deepEqual(await kept?.read(0, 1000), bytesOf(1, 1000));
        // What did not fit is given back at once, as others need the disk too.
        await Deno.writeFile(join(folder, "checkpoint"), new Uint8Array(200_000));
      })
    ),
});
