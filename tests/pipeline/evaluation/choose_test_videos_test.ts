import assert from "node:assert/strict";
import { join } from "node:path";
import { chooseTestVideos } from "../../../pipeline/evaluation/choose_test_videos.ts";
import { RunFolder } from "../../../pipeline/run/run_folder.ts";
import { encodeVideos } from "../../datasets/_fixtures.ts";
import { withFolder } from "../../_temporary_folder.ts";
import {
  type Change,
  collectNotes,
  configOf,
  copyVideo,
  type KeptRun,
  startRun,
  writeVideo,
} from "./_kept_run.ts";

interface Expected {
  /** Ids of the videos that are scored. */
  readonly scored: (run: KeptRun) => readonly string[];
  /** What the notes say, in order. */
  readonly notes: readonly RegExp[];
}

const heldOut = ({ test }: KeptRun) => test;

/** Copies all videos of the run into another folder. */
async function copyAll(run: KeptRun, name: string): Promise<void> {
  for (const id of [...run.test, ...run.training]) await copyVideo(run, id, join(name, id));
}

const CHANGES: Readonly<Record<string, readonly [change: Change, expected: Expected]>> = {
  "nothing": [async () => {}, { scored: heldOut, notes: [] }],
  "videos were added": [
    async ({ folder }) => {
      for (let index = 6; index < 30; index++) {
        await writeVideo(join(folder, `videos/run/${index}.mp4`), `run ${index}`);
      }
    },
    { scored: heldOut, notes: [/^24 videos \('run\/10.mp4', .*, …\) came after .* not tested/] },
  ],
  "a class was added": [
    async ({ folder }) => await writeVideo(join(folder, "videos/a/1.mp4"), "a"),
    { scored: heldOut, notes: [/^1 video \('a\/1.mp4'\) came after/] },
  ],
  "a test video is gone": [
    async ({ folder, test }) => await Deno.remove(join(folder, "videos", test[0]!)),
    { scored: ({ test }) => test.slice(1), notes: [/^gone: 1 test video \('run/] },
  ],
  "training videos are gone": [
    async ({ folder, training }) => {
      await Deno.remove(join(folder, "videos", training[0]!));
      await Deno.remove(join(folder, "videos", training[1]!));
    },
    { scored: heldOut, notes: [/^gone: 2 training videos \('run.*', 'run.*'\)/] },
  ],
  "a test video was renamed": [
    async ({ folder, test }) =>
      await Deno.rename(join(folder, "videos", test[0]!), join(folder, "videos/run/other.mp4")),
    { scored: heldOut, notes: [/^found under another name: 1 test video/] },
  ],
  "a training video was renamed": [
    async ({ folder, training }) =>
      await Deno.rename(join(folder, "videos", training[0]!), join(folder, "videos/run/x.mp4")),
    { scored: heldOut, notes: [] },
  ],
  "a test video was encoded again": [
    async ({ folder, test }) => await writeVideo(join(folder, "videos", test[0]!), "smaller"),
    { scored: heldOut, notes: [/^other files than in the training: 1 test video .*tested as/] },
  ],
  "a test video was replaced by a training video": [
    async (run) => await copyVideo(run, run.training[0]!, join("videos", run.test[0]!)),
    {
      scored: ({ test }) => test.slice(1),
      notes: [/^now with the content of a training or validation video: 1 test video .*left out$/],
    },
  ],
  "a test video moved to another class": [
    async ({ folder, test }) =>
      await Deno.rename(join(folder, "videos", test[0]!), join(folder, "videos/walk/other.mp4")),
    { scored: heldOut, notes: [/^found under/, /^of another class now: 1 test video/] },
  ],
  "copies of its videos were added": [
    async (run) => {
      await copyVideo(run, run.test[0]!, "videos/run/copy of test.mp4");
      await copyVideo(run, run.training[0]!, "videos/run/copy.mp4");
    },
    { scored: heldOut, notes: [/^copies of videos of the run: 2 videos \(.*\): left out$/] },
  ],
  "the same folder is given under another spelling": [
    (run) => Promise.resolve({ source: `${run.folder}/./videos/` }),
    { scored: heldOut, notes: [] },
  ],
  "other data is given: it is scored as a whole": [
    async ({ folder }) => {
      await writeVideo(join(folder, "other/run/a.mp4"), "new a");
      await writeVideo(join(folder, "other/walk/b.mp4"), "new b");
      return { source: join(folder, "other") };
    },
    { scored: () => ["run/a.mp4", "walk/b.mp4"], notes: [] },
  ],
  "other data has copies: each video counts once": [
    async ({ folder }) => {
      const names = ["train/run/a.mkv", "test/walk/b.mkv", "train/walk/b2.mkv"];
      await encodeVideos(join(folder, "other"), names);
      await Deno.mkdir(join(folder, "other/test/run"));
      const original = join(folder, "other/train/run/a.mkv");
      await Deno.copyFile(original, join(folder, "other/test/run/a (1).mkv"));
      return { source: join(folder, "other") };
    },
    {
      scored: () => ["train/run/a.mkv", "train/walk/b2.mkv", "test/walk/b.mkv"],
      notes: [/^left 1 copy unused, .*: 'test\/run\/a \(1\).mkv' of 'train\/run\/a.mkv'$/],
    },
  ],
  "other data has parts and unlabeled videos": [
    async ({ folder }) => {
      await writeVideo(join(folder, "other/train/run/a.mp4"), "new a");
      await writeVideo(join(folder, "other/test/walk/b.mp4"), "new b");
      await writeVideo(join(folder, "other/train/c.mp4"), "new c");
      return { source: join(folder, "other") };
    },
    {
      scored: () => ["train/run/a.mp4", "test/walk/b.mp4"],
      notes: [/^without a label, so not tested: 1 video \('train\/c.mp4'\)$/],
    },
  ],
  "other data has fewer classes": [
    async ({ folder }) => {
      await writeVideo(join(folder, "other/walk/b.mp4"), "new b");
      return { source: join(folder, "other") };
    },
    { scored: () => ["walk/b.mp4"], notes: [] },
  ],
  "other data writes a class with other letters": [
    async ({ folder }) => {
      await writeVideo(join(folder, "other/Walk/b.mp4"), "new b");
      return { source: join(folder, "other") };
    },
    { scored: () => ["Walk/b.mp4"], notes: [/^took the class 'Walk' as 'walk' of the run$/] },
  ],
  "other data holds training videos under other names": [
    async (run) => {
      await copyVideo(run, run.training[0]!, "other/run/a.mp4");
      await writeVideo(join(run.folder, "other/run/b.mp4"), "new b");
      return { source: join(run.folder, "other") };
    },
    {
      scored: () => ["run/b.mp4"],
      notes: [/^left out, as the run has learned from them: 1 video \('run\/a.mp4'\)$/],
    },
  ],
  "other data has names of training videos": [
    async ({ folder, training }) => {
      await writeVideo(join(folder, "other", training[0]!), "another video of the same name");
      return { source: join(folder, "other") };
    },
    {
      scored: ({ training }) => training.slice(0, 1),
      notes: [/^named like training or validation videos of the run, but other files: 1 video/],
    },
  ],
  "the folder was moved": [
    async (run) => {
      await copyAll(run, "moved");
      await Deno.remove(join(run.folder, "videos"), { recursive: true });
      return { source: join(run.folder, "moved") };
    },
    { scored: heldOut, notes: [/^left out, .*: 8 videos \(/] },
  ],
  "a test list names a training video": [
    async ({ folder, training, test }) => {
      const lines = [training[0], test[0], test[1]].map((id) => `${id} ${id!.split("/")[0]}\n`);
      await Deno.writeTextFile(join(folder, "list.txt"), lines.join(""));
      return { testList: join(folder, "list.txt") };
    },
    { scored: heldOut, notes: [/^left out, .*: 1 video/] },
  ],
};

for (const [name, [change, { scored, notes }]] of Object.entries(CHANGES)) {
  Deno.test(`chooseTestVideos(): ${name}`, () =>
    withFolder(async (folder) => {
      const kept = await startRun(folder);
      const data = await change(kept) ?? {};
      const work = collectNotes();
      const config = await configOf(folder, data);
      const { classes, test } = await chooseTestVideos(config, { ...work, run: kept.run });
      assert.deepEqual(test.map(({ id }) => id).sort(), [...scored(kept)].sort());
      for (const { id, path, label } of test) {
        assert.equal(classes[label], id.split("/").at(-2)?.toLowerCase());
        assert.ok((await Deno.stat(path)).isFile);
      }
      assert.deepEqual(classes, ["run", "walk"]);
      const shown = work.lines.filter((line) => !line.startsWith("held out "));
      for (const [index, pattern] of notes.entries()) assert.match(shown[index] ?? "", pattern);
      if (notes.length > 0) assert.equal(shown.length, notes.length, shown.join("\n"));
    }));
}

Deno.test("chooseTestVideos() does without the unlabeled videos from elsewhere", () =>
  withFolder(async (folder) => {
    await writeVideo(join(folder, "more/u.mp4"), "u");
    const data = { unlabeled: [join(folder, "more")] };
    const { run, test, training } = await startRun(folder, data);
    assert.ok(training.includes("../more/u.mp4"));
    await Deno.remove(join(folder, "more"), { recursive: true });
    const work = collectNotes();
    const chosen = await chooseTestVideos(await configOf(folder, data), { ...work, run });
    assert.deepEqual(chosen.test.map(({ id }) => id).sort(), test);
    await writeVideo(join(folder, "other/run/a.mp4"), "new a");
    const other = { ...data, source: join(folder, "other") };
    const others = await chooseTestVideos(await configOf(folder, other), { ...work, run });
    assert.deepEqual(others.test.map(({ id }) => id), ["run/a.mp4"]);
    assert.deepEqual(work.lines.filter((line) => !line.startsWith("held out ")), []);
  }));

Deno.test("chooseTestVideos() takes a run of an earlier version whose videos are unchanged", () =>
  withFolder(async (folder) => {
    const { run, test } = await startRun(folder);
    await Deno.remove(join(run.path, "videos.jsonl.gz"));
    const chosen = await chooseTestVideos(await configOf(folder), { ...collectNotes(), run });
    assert.deepEqual(chosen.test.map(({ id }) => id), test);
  }));

Deno.test("chooseTestVideos() leaves out what the run before has learned from", () =>
  withFolder(async (folder) => {
    const parent = await startRun(folder);
    await parent.run.writeConfig(await configOf(folder));
    const child = new RunFolder(join(folder, "runs/two"));
    Deno.mkdirSync(child.checkpoints, { recursive: true });
    await child.writeVideos({ ...(await parent.run.readVideos())!, videos: [] });
    await copyVideo(parent, parent.training[0]!, "others/run/copy.mp4");
    await writeVideo(join(folder, "others/run/new.mp4"), "new");
    await writeVideo(join(folder, "others/walk/new.mp4"), "other");
    const notes = collectNotes();
    const { test } = await chooseTestVideos({
      ...await configOf(folder, { source: join(folder, "others") }),
      weights: { primary: join(parent.run.checkpoints, "step-000008.safetensors") },
    }, { ...notes, run: child });
    assert.deepEqual(test.map(({ id }) => id), ["run/new.mp4", "walk/new.mp4"]);
    assert.match(notes.lines.join("\n"), /^left out, as the run has learned from them: 1 video/m);
  }));
