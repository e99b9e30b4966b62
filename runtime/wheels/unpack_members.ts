import { dirname, join } from "node:path";
import type { WheelMember } from "./wheel.ts";
import { writeAll } from "../files/write_all.ts";
import type { ZipArchive, ZipEntry } from "./zip_archive.ts";

/** What must be known of a member to unpack it. */
type UnpackedMember = Pick<WheelMember, "path" | "fileName" | "bytes">;

/**
 * Unpacks some members of a zip archive into a folder, a chunk at a time, and syncs each to disk.
 *
 * @param archivePath Path of the zip archive.
 * @param directory Existing folder that the members are written to, under their `fileName`.
 * @param options.members What to unpack.
 * @param options.report Called with the bytes written so far, over all members.
 * @param options.signal Ends it, with the signal's reason.
 * @throws {RangeError} If the file is not a zip archive, or a member is missing or damaged.
 */
export async function unpackMembers(
  archivePath: string,
  directory: string,
  options: {
    readonly members: readonly UnpackedMember[];
    readonly report: (writtenBytes: number) => void;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<void> {
  // Loaded only here: almost every start finds what it needs already unpacked.
  const { ZipArchive } = await import("./zip_archive.ts");
  using file = await Deno.open(archivePath, { read: true });
  const archive = await ZipArchive.read(file);
  let written = 0;
  for (const member of options.members) {
    const entry = entryOf(member, archive);
    const path = join(directory, member.fileName);
    await Deno.mkdir(dirname(path), { recursive: true });
    await writeFile(path, archive.content(entry), (bytes) => {
      options.signal?.throwIfAborted();
      written += bytes;
      options.report(written);
    });
  }
}

function entryOf({ path, bytes }: UnpackedMember, archive: ZipArchive): ZipEntry {
  const entry = archive.entry(path);
  if (entry !== undefined && entry.uncompressedSize === bytes) return entry;
  throw new RangeError(
    `Cannot unpack '${path}' as its length must be ${bytes} bytes: ` +
      `current value is ${entry?.uncompressedSize}`,
  );
}

async function writeFile(
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  report: (bytes: number) => void,
): Promise<void> {
  using file = await Deno.open(path, { write: true, createNew: true });
  for await (const chunk of chunks) {
    await writeAll(file, chunk);
    report(chunk.length);
  }
  await file.sync();
}
