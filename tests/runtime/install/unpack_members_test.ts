import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { unpackMembers } from "../../../runtime/install/unpack_members.ts";
import { zip, type ZipFile } from "./_stand_in.ts";

Deno.test("unpackMembers() gives back any contents, stored or deflated", async () => {
  const file = fc.record({
    content: fc.oneof(fc.uint8Array({ maxLength: 5000 }), fc.constant(new Uint8Array(3_000_000))),
    stored: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(file, { maxLength: 4 }), async (contents) => {
      const files = contents.map((file, index) => ({ ...file, path: `folder/${index}` }));
      let reported = 0;
      const unpacked = await unpack(zip(files), files, (bytes) => reported = bytes);
      assert.deepEqual(unpacked, contents.map(({ content }) => content));
      assert.deepEqual(reported, unpacked.reduce((sum, { length }) => sum + length, 0));
    }),
    { numRuns: 25 },
  );
});

const FILE: ZipFile = { path: "folder/file", content: crypto.getRandomValues(new Uint8Array(999)) };

Deno.test("unpackMembers() makes the folders of a name, and lets programs run", async () => {
  const directory = await Deno.makeTempDir();
  try {
    const archive = join(directory, "archive.zip");
    const content = new TextEncoder().encode("#!/bin/sh\necho runs\n");
    await Deno.writeFile(archive, zip([{ path: "a/b", content }]));
    const member = { path: "a/b", fileName: "bin/deep/b", bytes: content.length, executable: true };
    await unpackMembers(archive, directory, { members: [member], report: () => {} });
    const { stdout } = await new Deno.Command(join(directory, "bin", "deep", "b")).output();
    assert.deepEqual(new TextDecoder().decode(stdout), "runs\n");
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

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
  const at = archive.findIndex((_, index) => archive.subarray(index, index + 9).every(isStart));
  assert.ok(at > 0);
  archive[at] = (archive[at] ?? 0) ^ 1;
  await assert.rejects(unpack(archive, [FILE]), /its checksum must match/);
});

Deno.test("unpackMembers() refuses what is no complete archive", async () => {
  const archive = zip([FILE]);
  for (const part of [new Uint8Array(0), archive.slice(0, 500), archive.slice(0, -30)]) {
    await assert.rejects(unpack(part, [FILE]), RangeError);
  }
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
  const directory = await Deno.makeTempDir();
  try {
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
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}
