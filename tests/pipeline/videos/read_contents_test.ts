import assert from "node:assert/strict";
import { join } from "node:path";
import { fileFingerprint } from "../../../datasets/mod.ts";
import { fileStamp } from "../../../datasets/file_stamp.ts";
import { readContents } from "../../../pipeline/videos/read_contents.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { collectNotes } from "../evaluation/_kept_run.ts";

Deno.test("readContents() reads files that have changed since they were indexed, and names them", () =>
  withFolder(async (folder) => {
    const videos = await Promise.all(["same", "gone", "other", "mended"].map(async (id) => {
      const path = join(folder, id);
      await Deno.writeTextFile(path, `${id} before`);
      const fingerprint = id === "mended" ? null : await fileFingerprint(path);
      return { id, path, fingerprint, stamp: await fileStamp(path) };
    }));
    const [same, gone, other, mended] = videos as [
      typeof videos[number],
      ...typeof videos,
    ];
    await Deno.remove(gone!.path);
    for (const { path } of [other!, mended!]) await Deno.writeTextFile(path, "another content");
    const { lines, ...work } = collectNotes();
    const contents = await readContents(
      // Its ends are not read.
      [{ ...same, fingerprint: "known" }, gone!, other!, mended!],
      { ...work, source: folder },
    );
    assert.deepEqual(contents.map(({ fingerprint }) => fingerprint), [
      "known",
      gone!.fingerprint,
      await fileFingerprint(other!.path),
      await fileFingerprint(mended!.path),
    ]);
    assert.deepEqual(lines, [
      "other files than when the database was made: 2 videos ('other', 'mended'): used as they " +
      "are; make it again",
    ]);
  }));
