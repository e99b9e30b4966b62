import assert from "node:assert/strict";
import { join } from "node:path";
import { ChangedFileError } from "../../../runtime/wheels/changed_file_error.ts";
import type { PinnedFolder } from "../../../runtime/wheels/pinned_folder.ts";
import type { InstallProgress } from "../../../runtime/wheels/progress.ts";
import { requireInstalled } from "../../../runtime/wheels/require_installed.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { sha256Of } from "./_stand_in.ts";

const CONTENT = new TextEncoder().encode("a library");

Deno.test("requireInstalled() reads the files only after a change of their time", () =>
  withInstalled(async (folder) => {
    const reports: InstallProgress[] = [];
    const check = () => requireInstalled(folder, (progress) => reports.push(progress));
    await check();
    assert.deepEqual(reports.map(({ stage }) => stage), ["checking"]);
    await check();
    assert.equal(reports.length, 1);
    await Deno.utime(join(folder.path, "library.so"), 1, 1);
    await check();
    assert.equal(reports.length, 2);
  }));

const CHANGES: readonly [string, Uint8Array, RegExp][] = [
  ["another content", new TextEncoder().encode("A library"), /its SHA-256 is \w+ instead of/],
  ["its first half", CONTENT.slice(0, 4), /it has 4 bytes instead of 9$/],
];

Deno.test.each(CHANGES)(
  "requireInstalled() names a file with %s, and its folder",
  (_, content, reason) =>
    withInstalled(async (folder) => {
      await requireInstalled(folder);
      const path = join(folder.path, "library.so");
      await Deno.writeFile(path, content);
      await Deno.utime(path, 1, 1);
      await assert.rejects(requireInstalled(folder), (error) => {
        assert.ok(error instanceof ChangedFileError);
        assert.ok(
          error.message.startsWith(`Cannot use ${path} as it must be as it was installed: `),
        );
        assert.match(error.message, reason);
        assert.equal(error.remedy, `Remove the folder ${folder.path} and run 'deno task setup'.`);
        return true;
      });
    }),
);

Deno.test("requireInstalled() says that a file is missing", () =>
  withInstalled(async (folder) => {
    await Deno.remove(join(folder.path, "library.so"));
    await assert.rejects(requireInstalled(folder), /^Error: there is no file .*library\.so$/);
  }));

async function withInstalled(body: (folder: PinnedFolder) => Promise<void>): Promise<void> {
  await withFolder(async (path) => {
    const file = { fileName: "library.so", bytes: CONTENT.length, sha256: sha256Of(CONTENT) };
    await Deno.writeFile(join(path, file.fileName), CONTENT);
    await body({ path, files: [file], command: "deno task setup" });
  });
}
