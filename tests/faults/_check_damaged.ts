import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { reportError } from "../../pipeline/terminal/report_error.ts";
import { withFolder } from "../_temporary_folder.ts";
import type { FileKind } from "./_file_kind.ts";

/** Characters of a message, at most. */
const LONGEST_MESSAGE = 3000;

/** Reads a file of some kind that has these bytes: it gives a value, or one error for the user. */
export async function checkDamaged(
  { file, beside = {}, pack = (content) => new Uint8Array(content), use }: FileKind,
  bytes: Uint8Array,
): Promise<"read" | "refused"> {
  return await withFolder(async (folder) => {
    for (const [name, content] of Object.entries(beside)) {
      await Deno.mkdir(dirname(join(folder, name)), { recursive: true });
      const text = typeof content === "string" ? new TextEncoder().encode(content) : content;
      await Deno.writeFile(join(folder, name), text);
    }
    const path = join(folder, file);
    await Deno.writeFile(path, pack(bytes));
    try {
      await use(path, folder);
      return "read";
    } catch (error) {
      const { text, bug } = reportError(error, false);
      assert.equal(bug, false, Deno.inspect(error));
      assert.ok(text.length < LONGEST_MESSAGE, text.slice(0, 500));
      return "refused";
    }
  });
}
