import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { unpackMembers } from "../../../runtime/wheels/unpack_members.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { zip, type ZipFile } from "./_zip.ts";

Deno.test("unpackMembers() returns any contents, stored or deflated, zip64 or not", async () => {
  const file = fc.record({
    content: fc.oneof(fc.uint8Array({ maxLength: 5000 }), fc.constant(new Uint8Array(3_000_000))),
    stored: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(file, { maxLength: 4 }), fc.boolean(), async (contents, zip64) => {
      const files = contents.map((file, index) => ({ ...file, path: `folder/${index}` }));
      let reported = 0;
      const unpacked = await unpack(zip(files, { zip64 }), files, (bytes) => reported = bytes);
      assert.deepEqual(unpacked, contents.map(({ content }) => content));
      assert.equal(reported, unpacked.reduce((sum, { length }) => sum + length, 0));
    }),
    { numRuns: 25 },
  );
});

const FILE: ZipFile = { path: "folder/file", content: crypto.getRandomValues(new Uint8Array(999)) };

Deno.test("unpackMembers() makes the folders of a name", () =>
  withFolder(async (directory) => {
    const archive = join(directory, "archive.zip");
    await Deno.writeFile(archive, zip([FILE]));
    const member = { path: FILE.path, fileName: "bin/deep/b", bytes: FILE.content.length };
    await unpackMembers(archive, directory, { members: [member], report: () => {} });
    assert.deepEqual(await Deno.readFile(join(directory, "bin", "deep", "b")), FILE.content);
  }));

Deno.test("unpackMembers() refuses an archive without the member", async () => {
  await assert.rejects(
    unpack(zip([FILE]), [{ ...FILE, path: "other" }]),
    /current value is undefined/,
  );
});

Deno.test("unpackMembers() refuses a member of another length", async () => {
  const longer = { ...FILE, content: new Uint8Array(1000) };
  await assert.rejects(unpack(zip([FILE]), [longer]), /must be 1000 bytes: current value is 999/);
});

Deno.test("unpackMembers() refuses a damaged member", async () => {
  const archive = zip([{ ...FILE, stored: true }]);
  const start = archive.findIndex((_, index) => archive.subarray(index, index + 9).every(isStart));
  assert.ok(start > 0);
  archive[start] = (archive[start] ?? 0) ^ 1;
  await assert.rejects(unpack(archive, [FILE]), /its checksum must be \d+: current value is \d+/);
});

Deno.test("unpackMembers() finds members beyond 4 GiB", () =>
  withFolder(async (directory) => {
    const path = join(directory, "archive.zip");
    const start = 2 ** 32 + 12_345;
    using file = await Deno.open(path, { write: true, createNew: true });
    // Nothing is written before: the file takes no more room than the archive.
    await file.seek(start, Deno.SeekMode.Start);
    await file.write(zip([FILE], { zip64: true, start }));
    const member = { path: FILE.path, fileName: "file", bytes: FILE.content.length };
    await unpackMembers(path, directory, { members: [member], report: () => {} });
    assert.deepEqual(await Deno.readFile(join(directory, "file")), FILE.content);
  }));

const COMPLETE = zip([FILE]);

Deno.test.each([
  ["an empty file", new Uint8Array(0)],
  ["the start of an archive", COMPLETE.slice(0, 500)],
  ["an archive without its last bytes", COMPLETE.slice(0, -30)],
  ["an archive that names a path outside of it", zip([FILE, { ...FILE, path: "../file" }])],
])("unpackMembers() refuses %s", async (_, archive) => {
  await assert.rejects(unpack(archive, [FILE]), RangeError);
});

Deno.test("unpackMembers() writes the right content or refuses an archive with a wrong byte", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.nat({ max: 0xffff }),
      fc.integer({ min: 1, max: 255 }),
      async (zip64, position, change) => {
        const archive = zip([FILE], { zip64 });
        const index = position % archive.length;
        archive[index] = (archive[index] ?? 0) ^ change;
        try {
          assert.deepEqual(await unpack(archive, [FILE]), [FILE.content]);
        } catch (error) {
          assert.ok(error instanceof RangeError, String(error));
        }
      },
    ),
    { numRuns: 300 },
  );
});

function isStart(byte: number, index: number): boolean {
  return byte === FILE.content[index];
}

/** Writes an archive to disk, unpacks files from it and reads them. */
async function unpack(
  archive: Uint8Array,
  files: readonly ZipFile[],
  report: (bytes: number) => void = () => {},
): Promise<Uint8Array[]> {
  return await withFolder(async (directory) => {
    const path = join(directory, "archive.zip");
    await Deno.writeFile(path, archive);
    const members = files.map(({ path, content }, index) => ({
      path,
      fileName: `member-${index}`,
      bytes: content.length,
    }));
    await unpackMembers(path, directory, { members, report });
    return await Promise.all(
      members.map(({ fileName }) => Deno.readFile(join(directory, fileName))),
    );
  });
}
