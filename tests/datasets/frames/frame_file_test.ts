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
    using file = await FrameFile.open(join(folder, "missing", "folder"), { budgetBytes: 1e6 });
    const kept = await Promise.all(Array.from({ length: 9 }, async (_, video) => {
      return (await file.keep(bytesOf(video, 1000 + video)))!;
    }));
    // Reads of one while others are written and read.
    await Promise.all(kept.map(async (frames, video) => {
      const expected = bytesOf(video, 1000 + video);
      assert.equal(frames.byteLength, expected.byteLength);
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
    using file = await FrameFile.open(folder, { budgetBytes: 1e6 });
    assert.ok(await file.keep(bytesOf(0, 3)));
    assert.deepEqual([...Deno.readDirSync(folder)], []);
  }));

Deno.test("FrameFile holds no more than its budget, whoever asks at once", () =>
  withFolder(async (folder) => {
    using file = await FrameFile.open(folder, { budgetBytes: 10 });
    assert.deepEqual([file.hasRoom(10), file.hasRoom(11)], [true, false]);
    const kept = await Promise.all([6, 5, 4].map((length) => file.keep(bytesOf(0, length))));
    assert.deepEqual(kept.map((frames) => frames?.byteLength), [6, undefined, 4]);
    assert.equal(file.bytes, 10);
  }));

Deno.test("FrameFile leaves others room on the disk", () =>
  withFolder(async (folder) => {
    using file = await FrameFile.open(folder, { budgetBytes: 1e6, leaveBytes: 2 ** 60 });
    assert.ok(file.hasRoom(3));
    assert.equal(await file.keep(bytesOf(0, 3)), undefined);
    assert.deepEqual([file.hasRoom(3), file.bytes], [false, 0]);
  }));

Deno.test("FrameFile that cannot be opened leaves no name", () =>
  withFolder(async (folder) => {
    const open = Deno.open;
    Deno.open = () => Promise.reject(new Error("too many files"));
    try {
      await assert.rejects(FrameFile.open(folder, { budgetBytes: 1 }), /too many files/);
    } finally {
      Deno.open = open;
    }
    assert.deepEqual([...Deno.readDirSync(folder)], []);
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
        using file = await FrameFile.open(folder, { budgetBytes: 1e9, leaveBytes: -1e9 });
        const kept = await file.keep(bytesOf(1, 1000));
        assert.equal(await file.keep(new Uint8Array(1e6)), undefined);
        assert.ok(!file.hasRoom(1));
        assert.deepEqual(await kept?.read(0, 1000), bytesOf(1, 1000));
        // What did not fit is given back at once, as others need the disk too.
        await Deno.writeFile(join(folder, "checkpoint"), new Uint8Array(200_000));
      })
    ),
});
