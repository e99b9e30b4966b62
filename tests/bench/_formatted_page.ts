import assert from "node:assert/strict";
import { ROOT } from "../_sources.ts";
import { withFolder } from "../_temporary_folder.ts";

/** Asserts that `deno fmt` leaves a page as it is, as what is drawn into pages must be. */
export async function requireFormatted(text: string): Promise<void> {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/page.md`, text);
    const { success } = await new Deno.Command(Deno.execPath(), {
      args: ["fmt", `--config=${ROOT}deno.json`, "page.md"],
      cwd: folder,
    }).output();
    assert.ok(success);
    assert.equal(await Deno.readTextFile(`${folder}/page.md`), text);
  });
}
