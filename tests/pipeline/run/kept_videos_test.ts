import assert from "node:assert/strict";
import { join } from "node:path";
import {
  type KeptVideo,
  type KeptVideos,
  readKeptVideos,
  writeKeptVideos,
} from "../../../pipeline/run/kept_videos.ts";
import { withFolder } from "../../_temporary_folder.ts";

const DATA = {
  source: "videos",
  testList: null,
  split: null,
  labelsPerClass: 5,
  holdOutShare: 0.2,
};

/** Ids with everything that a file name can hold. */
const IDS = ["run/a b.mp4", "tab\there.mp4", "line\nfeed.mp4", 'quote".mp4', "Zürich/日本.mp4"];

Deno.test("readKeptVideos() reads what writeKeptVideos() wrote", () =>
  withFolder(async (folder) => {
    const videos = IDS.map((id, index): KeptVideo => ({
      part: index % 2 === 0 ? "labeled" : "test",
      id,
      label: index === 0 ? null : index % 2,
      fingerprint: index === 1 ? null : `${index} 0123456789abcdef`,
      originalBytes: index === 2 ? 7 : null,
    }));
    const kept: KeptVideos = { data: DATA, classes: ["run", "a\nb"], videos };
    const path = join(folder, "videos.jsonl.gz");
    await writeKeptVideos(path, kept);
    assert.deepEqual(await readKeptVideos(path), kept);
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["videos.jsonl.gz"]);
  }));

Deno.test("readKeptVideos() returns undefined if there is no file", () =>
  withFolder(async (folder) => {
    assert.equal(await readKeptVideos(join(folder, "videos.jsonl.gz")), undefined);
  }));

Deno.test("readKeptVideos() refuses a file that is cut off", () =>
  withFolder(async (folder) => {
    const path = join(folder, "videos.jsonl.gz");
    await writeKeptVideos(path, { data: DATA, classes: ["run"], videos: [] });
    await Deno.truncate(path, 20);
    await assert.rejects(readKeptVideos(path), {
      name: "RunFolderError",
      message: /as it must be the run's list of videos: it is broken/,
    });
  }));
