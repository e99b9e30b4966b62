import assert from "node:assert/strict";
import { join } from "node:path";
import { withoutCopies } from "../../../pipeline/suggestion/without_copies.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { collectNotes, writeVideo } from "../evaluation/_kept_run.ts";

Deno.test("withoutCopies() returns the first of equal files, and says which others there are", () =>
  withFolder(async (folder) => {
    const contents = { "a.mp4": "one", "b.mp4": "two", "c.mp4": "one", "missing.mp4": null };
    const videos = Object.keys(contents).map((id) => ({ id, path: join(folder, id), label: null }));
    for (const [name, content] of Object.entries(contents)) {
      if (content !== null) await writeVideo(join(folder, name), content);
    }
    const notes = collectNotes();
    const left = await withoutCopies(videos, { ...notes, source: folder });
    assert.deepEqual(left.map(({ id }) => id), ["a.mp4", "b.mp4", "missing.mp4"]);
    assert.deepEqual(notes.lines, ["copies of other unlabeled videos: 1 video ('c.mp4')"]);
  }));
