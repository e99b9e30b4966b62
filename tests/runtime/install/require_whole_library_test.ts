import assert from "node:assert/strict";
import { join } from "node:path";
import { requireWholeLibrary } from "../../../runtime/install/require_whole_library.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { elfLibrary } from "./_elf.ts";

Deno.test("requireWholeLibrary() takes a whole library", () =>
  withLibrary(elfLibrary(), (path) => requireWholeLibrary(path)));

const REFUSED: readonly [string, Uint8Array, RegExp][] = [
  [
    "whose last byte is missing",
    elfLibrary({ missingBytes: 1 }),
    /is cut off: it has 219 bytes of at least 220$/,
  ],
  [
    "without its table of segments",
    elfLibrary().slice(0, 70),
    /is cut off: it has 70 bytes of at least 120$/,
  ],
  ["of ten bytes", elfLibrary().slice(0, 10), /is not a library for 64-bit Linux$/],
  [
    "whose header is damaged",
    elfLibrary().with(54, 57),
    /is not a library for 64-bit Linux$/,
  ],
  ["that is empty", new Uint8Array(0), /is not a library for 64-bit Linux$/],
  ["that is text", new Uint8Array(1000).fill(65), /is not a library for 64-bit Linux$/],
];

Deno.test.each(REFUSED)(
  "requireWholeLibrary() refuses a file %s",
  (_, content, reason) =>
    withLibrary(content, (path) => assert.rejects(requireWholeLibrary(path), reason)),
);

async function withLibrary(
  content: Uint8Array,
  body: (path: string) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    const path = join(folder, "library.so");
    await Deno.writeFile(path, content);
    await body(path);
  });
}
