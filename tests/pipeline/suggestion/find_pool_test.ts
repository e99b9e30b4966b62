import assert from "node:assert/strict";
import { join } from "node:path";
import { RunFolder } from "../../../pipeline/run/run_folder.ts";
import { findPool } from "../../../pipeline/suggestion/find_pool.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { collectNotes, configOf, startRun, writeVideo } from "../evaluation/_kept_run.ts";

Deno.test("findPool() returns a run's videos by part, the unlabeled ones without their labels", () =>
  withFolder(async (folder) => {
    const { run, test, training } = await startRun(folder);
    const notes = collectNotes();
    const pool = await findPool(await configOf(folder), { ...notes, run });
    assert.deepEqual(pool.classes, ["run", "walk"]);
    assert.equal(pool.labeled.length, 2);
    assert.ok(pool.labeled.every(({ label }) => label !== null));
    assert.ok(pool.unlabeled.every(({ label }) => label === null));
    const ids = [...pool.labeled, ...pool.unlabeled].map(({ id }) => id).sort();
    assert.deepEqual(ids, training);
    assert.deepEqual(pool.test.map(({ id }) => id).sort(), test);
    assert.deepEqual(notes.lines, []);
  }));

Deno.test("findPool() counts validation videos as labeled: their labels are not lost", () =>
  withFolder(async (folder) => {
    const data = { labelsPerClass: 2, validationShare: 0.5 };
    const { run } = await startRun(folder, data);
    const kept = (await run.readVideos())!.videos;
    const labeled = kept.filter(({ part }) => part === "labeled" || part === "validation");
    assert.ok(labeled.some(({ part }) => part === "validation"));
    const pool = await findPool(await configOf(folder, data), { ...collectNotes(), run });
    const idsOf = (videos: readonly { readonly id: string }[]) => videos.map(({ id }) => id).sort();
    assert.deepEqual(idsOf(pool.labeled), idsOf(labeled));
  }));

Deno.test("findPool() finds a renamed video, and says which are gone and which came later", () =>
  withFolder(async (folder) => {
    const { run } = await startRun(folder);
    const config = await configOf(folder);
    const before = await findPool(config, { ...collectNotes(), run });
    const [renamed, gone] = before.unlabeled;
    await Deno.rename(renamed!.path, `${renamed!.path}.renamed.mp4`);
    await Deno.remove(gone!.path);
    await writeVideo(join(folder, "videos/run/new.mp4"), "new");
    const notes = collectNotes();
    const after = await findPool(config, { ...notes, run });
    const expected = before.unlabeled.length - 1;
    assert.equal(after.unlabeled.length, expected);
    assert.ok(after.unlabeled.some(({ path }) => path.endsWith(".renamed.mp4")));
    assert.deepEqual(notes.lines, [
      `gone: 1 video ('${gone!.id}')`,
      "1 labeled video ('run/new.mp4') came after the run was started: not used",
    ]);
  }));

Deno.test("findPool() adds unlabeled videos that came later, but no copies of test videos", () =>
  withFolder(async (folder) => {
    const list = join(folder, "list.csv");
    const names = ["a", "b", "c", "d"];
    for (const name of [...names, "new"]) await writeVideo(join(folder, `${name}.mp4`), name);
    await writeVideo(join(folder, "test.mp4"), "test");
    await writeVideo(join(folder, "other.mp4"), "other");
    await writeVideo(join(folder, "copy.mp4"), "test");
    await Deno.writeTextFile(list, "path,class\na.mp4,run\nb.mp4,walk\nc.mp4,\n");
    const testList = join(folder, "test.csv");
    await Deno.writeTextFile(testList, "path,class\ntest.mp4,run\nother.mp4,walk\n");
    const config = await configOf(folder, { source: list, testList });
    const { divideVideos } = await import("../../../pipeline/videos/divide_videos.ts");
    const { findVideos } = await import("../../../pipeline/videos/find_videos.ts");
    const { keepVideos } = await import("../../../pipeline/videos/keep_videos.ts");
    const run = new RunFolder(join(folder, "runs/two"));
    Deno.mkdirSync(run.checkpoints, { recursive: true });
    const work = collectNotes();
    const videos = divideVideos(config, await findVideos(config, work));
    await keepVideos(config, videos, { ...work, run });
    await Deno.writeTextFile(
      list,
      "path,class\na.mp4,run\nb.mp4,walk\nc.mp4,\nnew.mp4,\ncopy.mp4,\n",
    );
    const notes = collectNotes();
    const pool = await findPool(config, { ...notes, run });
    assert.deepEqual(pool.unlabeled.map(({ id }) => id), ["c.mp4", "new.mp4"]);
    assert.deepEqual(notes.lines, [
      "copies of videos of the run: 1 video ('copy.mp4'): left out",
      "1 unlabeled video ('new.mp4') came after the run was started: used",
    ]);
  }));

Deno.test("findPool() refuses a run that does not keep its videos", () =>
  withFolder(async (folder) => {
    await startRun(folder);
    const run = new RunFolder(join(folder, "runs/two"));
    Deno.mkdirSync(run.checkpoints, { recursive: true });
    await assert.rejects(
      async () => await findPool(await configOf(folder), { ...collectNotes(), run }),
      /must keep them: it is of an earlier version or was not started; train again$/,
    );
  }));
