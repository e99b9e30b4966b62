import assert from "node:assert/strict";
import { join } from "node:path";
import { divideVideos } from "../../../pipeline/videos/divide_videos.ts";
import { findVideos } from "../../../pipeline/videos/find_videos.ts";
import { keepVideos } from "../../../pipeline/videos/keep_videos.ts";
import { resumeVideos } from "../../../pipeline/videos/resume_videos.ts";
import { withFolder } from "../../_temporary_folder.ts";
import {
  collectNotes,
  configOf,
  type KeptRun,
  startRun,
  writeVideo,
} from "../evaluation/_kept_run.ts";

/** Changes after which a run is resumed on the same videos, and what is said. */
const CHANGES: Readonly<Record<string, readonly [(run: KeptRun) => Promise<void>, RegExp?]>> = {
  "nothing": [async () => {}],
  "videos and a class were added": [
    async ({ folder }) => {
      await writeVideo(join(folder, "videos/a/1.mp4"), "a");
      for (let index = 6; index < 30; index++) {
        await writeVideo(join(folder, `videos/run/${index}.mp4`), `run ${index}`);
      }
    },
    /^25 videos \('a\/1.mp4', .*, …\) came after the run was started: not used$/,
  ],
  "a training video has another content": [
    async ({ folder, training }) => {
      await writeVideo(join(folder, "videos", training[0]!), "encoded again");
    },
    /^other files than when the run was started: 1 video \('run.*'\): used as they are$/,
  ],
  "a training video was renamed": [
    async ({ folder, training }) =>
      await Deno.rename(join(folder, "videos", training[0]!), join(folder, "videos/run/x.mp4")),
    /^found under another name: 1 video/,
  ],
};

for (const [name, [change, note]] of Object.entries(CHANGES)) {
  Deno.test(`resumeVideos(): ${name}`, () =>
    withFolder(async (folder) => {
      const kept = await startRun(folder);
      const config = await configOf(folder);
      const before = divideVideos(config, await findVideos(config, collectNotes()));
      await change(kept);
      const work = collectNotes();
      const after = await resumeVideos(config, (await kept.run.readVideos())!, work);
      for (const part of ["labeled", "unlabeled", "test"] as const) {
        const facts = ({ id, label }: typeof before.test[number] | typeof before.labeled[number]) =>
          [id, label] as const;
        assert.deepEqual(after[part].map(facts), before[part].map(facts));
        for (const { path } of after[part]) assert.ok((await Deno.stat(path)).isFile);
      }
      assert.deepEqual([after.hash, after.record], [before.hash, before.record]);
      assert.equal(work.lines.length, note === undefined ? 0 : 1, work.lines.join("\n"));
      if (note !== undefined) assert.match(work.lines[0]!, note);
    }));
}

Deno.test("resumeVideos() keeps the order of the training videos without one that is gone", () =>
  withFolder(async (folder) => {
    const data = { failureShare: 0.2 };
    const { run, training } = await startRun(folder, data);
    const config = await configOf(folder, data);
    const before = divideVideos(config, await findVideos(config, collectNotes()));
    await Deno.remove(join(folder, "videos", training[0]!));
    const work = collectNotes();
    const videos = await resumeVideos(config, (await run.readVideos())!, work);
    assert.deepEqual([...videos.gone], [training[0]]);
    const idsOf = ({ labeled, unlabeled }: typeof videos) =>
      [...labeled, ...unlabeled].map(({ id }) => id);
    assert.deepEqual(idsOf(videos), idsOf(before));
    assert.deepEqual([videos.hash, videos.record], [before.hash, before.record]);
    assert.match(work.lines.join("\n"), /^gone: 1 training video \('run.*'\): skipped like broken/);
  }));

Deno.test("resumeVideos() says that flow was stored since the run was started", () =>
  withFolder(async (folder) => {
    const { run, training } = await startRun(folder);
    const kept = (await run.readVideos())!;
    assert.equal(kept.storedFlows, undefined);
    const config = await configOf(folder);
    const flow = { frames: 2, stride: 8, modality: "flow" } as const;
    const flowing = { ...config, clip: { ...config.clip, others: { flow } } };
    const notesAfter = async (storedFlows: number) => {
      const work = collectNotes();
      await resumeVideos(flowing, { ...kept, storedFlows }, work);
      return work.lines;
    };
    await Deno.writeTextFile(join(folder, "videos", training[0]!.replace(".mp4", ".flow")), "");
    assert.deepEqual(await notesAfter(1), []);
    assert.deepEqual(await notesAfter(0), [
      "flow is stored beside 1 of the run's 10 videos, beside 0 when it was started: computed for " +
      "the others",
    ]);
    const work = collectNotes();
    const videos = divideVideos(flowing, await findVideos(flowing, work));
    await keepVideos(flowing, videos, { ...work, run });
    assert.equal((await run.readVideos())!.storedFlows, 1);
  }));

Deno.test("resumeVideos() refuses if more training videos are gone than may be broken", () =>
  withFolder(async (folder) => {
    const { run, training } = await startRun(folder);
    await Deno.remove(join(folder, "videos", training[0]!));
    const config = await configOf(folder);
    // One of several may be gone in any case.
    await resumeVideos(config, (await run.readVideos())!, collectNotes());
    await Deno.remove(join(folder, "videos", training[1]!));
    const resuming = resumeVideos(config, (await run.readVideos())!, collectNotes());
    await assert.rejects(resuming, {
      name: "ManifestError",
      message:
        /at most 10 % of the run's 8 training videos may be gone .*: current value is 2 training videos \('.*', '.*'\); put them back/,
    });
  }));

Deno.test("resumeVideos() refuses if more validation videos are gone than may be broken", () =>
  withFolder(async (folder) => {
    const data = { validationShare: 0.3, labelsPerClass: undefined, failureShare: 0.2 };
    const { run } = await startRun(folder, data);
    const kept = (await run.readVideos())!;
    const held = kept.videos.filter(({ part }) => part === "validation");
    for (const { id } of held) await Deno.remove(join(folder, "videos", id));
    await assert.rejects(resumeVideos(await configOf(folder, data), kept, collectNotes()), {
      message: /validation videos may be gone .*: current value is 2 validation videos/,
    });
  }));

Deno.test("resumeVideos() leaves a test video out that has become a training video", () =>
  withFolder(async (folder) => {
    const { run, test, training } = await startRun(folder);
    await Deno.copyFile(join(folder, "videos", training[0]!), join(folder, "videos", test[0]!));
    const work = collectNotes();
    const videos = await resumeVideos(await configOf(folder), (await run.readVideos())!, work);
    assert.deepEqual(videos.test.map(({ id }) => id), test.slice(1));
    assert.match(
      work.lines.join("\n"),
      /^now with the content of a training or validation video: 1 test video/,
    );
  }));

Deno.test("resumeVideos() goes without a test video that is gone, and says so", () =>
  withFolder(async (folder) => {
    const { run, test } = await startRun(folder);
    await Deno.remove(join(folder, "videos", test[0]!));
    const work = collectNotes();
    const videos = await resumeVideos(await configOf(folder), (await run.readVideos())!, work);
    assert.deepEqual(videos.test.map(({ id }) => id), test.slice(1));
    assert.match(work.lines.join("\n"), /^gone: 1 test video/);
  }));

Deno.test("resumeVideos() finds the unlabeled videos from elsewhere, which must be there", () =>
  withFolder(async (folder) => {
    for (const name of ["u", "v", "w"]) await writeVideo(join(folder, "more", `${name}.mp4`), name);
    const data = { unlabeled: [join(folder, "more")] };
    const { run, training } = await startRun(folder, data);
    const config = await configOf(folder, data);
    const kept = (await run.readVideos())!;
    const videos = await resumeVideos(config, kept, collectNotes());
    const ids = [...videos.labeled, ...videos.unlabeled].map(({ id }) => id).sort();
    assert.deepEqual(ids, training);
    for (const name of ["u", "v"]) await Deno.remove(join(folder, `more/${name}.mp4`));
    await assert.rejects(resumeVideos(config, kept, collectNotes()), {
      message: /may be gone .*: current value is 2 training videos \('..\/more\/u.mp4'/,
    });
  }));
