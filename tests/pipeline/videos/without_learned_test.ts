import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import type { Manifest } from "../../../datasets/mod.ts";
import type { Config } from "../../../pipeline/config/config.ts";
import { RunFolder } from "../../../pipeline/run/run_folder.ts";
import { findVideos } from "../../../pipeline/videos/find_videos.ts";
import { withoutLearned } from "../../../pipeline/videos/without_learned.ts";
import { withFolder } from "../../_temporary_folder.ts";
import {
  collectNotes,
  configOf,
  copyVideo,
  type KeptRun,
  startRun,
  writeVideo,
} from "../evaluation/_kept_run.ts";

/** A configuration whose weights are a run's. */
function startingFrom(run: RunFolder, config: Config): Config {
  return { ...config, weights: { primary: join(run.checkpoints, "step-000008.safetensors") } };
}

/** A run on `videos`, and the configuration of one that starts from its weights. */
async function startChild(folder: string, data: Readonly<Record<string, unknown>> = {}) {
  const kept = await startRun(folder);
  await kept.run.writeConfig(await configOf(folder));
  return { kept, config: startingFrom(kept.run, await configOf(folder, data)) };
}

async function divide(config: Config) {
  const work = collectNotes();
  const manifest = await withoutLearned(config, await findVideos(config, work), work);
  // Not what reading the folder says.
  return { manifest, lines: work.lines.filter((line) => !line.startsWith("held ")) };
}

const idsOf = (videos: Manifest["test"] | Manifest["train"]) => videos.map(({ id }) => id);

/** Files of the test in another folder, one of them with the content of a training video. */
async function writeOthers(folder: string, { training, test }: KeptRun): Promise<string> {
  const others = join(folder, "others");
  for (const name of ["run", "walk"]) {
    await writeVideo(join(others, "train", name, "new.mp4"), `new ${name}`);
    await writeVideo(join(others, "test", name, "other.mp4"), `other ${name}`);
  }
  await Deno.copyFile(join(folder, "videos", training[0]!), join(others, "test/run/copy.mp4"));
  await Deno.copyFile(join(folder, "videos", test[0]!), join(others, "train/run/tested.mp4"));
  return others;
}

Deno.test("withoutLearned() changes nothing on the same videos", () =>
  withFolder(async (folder) => {
    const { kept, config } = await startChild(folder);
    const { manifest, lines } = await divide(config);
    assert.deepEqual(manifest, {
      ...await findVideos(config, collectNotes()),
      train: manifest.train,
      test: manifest.test,
    });
    assert.deepEqual(idsOf(manifest.test), kept.test);
    assert.deepEqual(idsOf(manifest.train).sort(), kept.training);
    assert.deepEqual(lines, []);
  }));

Deno.test("withoutLearned() holds out what the run before held out, whatever the shares now", () =>
  withFolder(async (folder) => {
    const { kept, config } = await startChild(folder, { holdOutShare: 0.6 });
    const before = await findVideos(config, collectNotes());
    assert.ok(before.test.length > kept.test.length);
    const { manifest, lines } = await divide(config);
    assert.deepEqual(idsOf(manifest.test), kept.test);
    assert.deepEqual(idsOf(manifest.train), kept.training);
    assert.match(lines[0]!, /^one has learned from 4 test videos \(.*\): trained on, not tested$/);
    assert.equal(lines.length, 1);
  }));

Deno.test("withoutLearned() finds videos again by their content, under other names", () =>
  withFolder(async (folder) => {
    const { kept, config } = await startChild(folder);
    for (const [index, id] of [...kept.training, ...kept.test].entries()) {
      const [name] = id.split("/");
      const path = join(folder, "renamed", name!, `${100 - index}.mp4`);
      await writeVideo(path, await Deno.readTextFile(join(folder, "videos", id)));
    }
    const source = join(folder, "renamed");
    const { manifest } = await divide({ ...config, data: { ...config.data, source } });
    const contentOf = async (root: string, ids: readonly string[]) =>
      (await Promise.all(ids.map((id) => Deno.readTextFile(join(root, id))))).sort();
    assert.deepEqual(
      await contentOf(source, idsOf(manifest.test)),
      await contentOf(join(folder, "videos"), kept.test),
    );
  }));

Deno.test("withoutLearned() leaves learned videos out of a test that the data state", () =>
  withFolder(async (folder) => {
    const { kept, config } = await startChild(folder);
    const source = await writeOthers(folder, kept);
    const { manifest, lines } = await divide({ ...config, data: { ...config.data, source } });
    assert.deepEqual(idsOf(manifest.test), ["test/run/other.mp4", "test/walk/other.mp4"]);
    assert.equal(manifest.train.length, 3);
    assert.match(
      lines[0]!,
      /^one has learned from 1 test video \('test\/run\/copy.mp4'\): left out/,
    );
    assert.match(lines[1]!, /^one was tested on 1 training video \(.*\): trained on, so that/);
  }));

Deno.test("withoutLearned() knows the runs before the run before", () =>
  withFolder(async (folder) => {
    const { kept, config } = await startChild(folder);
    const source = await writeOthers(folder, kept);
    const middle = new RunFolder(join(folder, "runs/two"));
    Deno.mkdirSync(middle.checkpoints, { recursive: true });
    await middle.writeConfig(config);
    await middle.writeVideos({ ...(await kept.run.readVideos())!, videos: [] });
    const grandchild = startingFrom(middle, { ...config, data: { ...config.data, source } });
    const { manifest, lines } = await divide(grandchild);
    assert.deepEqual(idsOf(manifest.test), ["test/run/other.mp4", "test/walk/other.mp4"]);
    assert.match(lines[0]!, /^two, one has learned from 1 test video/);
  }));

Deno.test("withoutLearned() refuses a test of learned videos alone", () =>
  withFolder(async (folder) => {
    const { kept, config } = await startChild(folder);
    const others = join(folder, "others");
    for (const id of kept.training) {
      await writeVideo(
        join(others, "test", id),
        await Deno.readTextFile(join(folder, "videos", id)),
      );
    }
    await writeVideo(join(others, "train/run/new.mp4"), "new");
    await writeVideo(join(others, "train/walk/new.mp4"), "also new");
    const data = { ...config.data, source: others };
    await assert.rejects(divide({ ...config, data }), {
      name: "ManifestError",
      message:
        /one, whose weights are used, has learned from all of its test videos: give others by/,
    });
  }));

Deno.test("withoutLearned() says whose videos are not known", () =>
  withFolder(async (folder) => {
    const { config } = await startChild(folder);
    const origin = { sha256: "0".repeat(64), run: "far" };
    const primary = join(folder, "copied.safetensors");
    const { lines } = await divide({ ...config, weights: { primary, primaryOrigin: origin } });
    assert.match(
      lines.join(),
      /copied\.safetensors is of run far but not in its folder, so its vid/,
    );
    const old = new RunFolder(join(folder, "runs/old"));
    Deno.mkdirSync(old.checkpoints, { recursive: true });
    await old.writeConfig(config);
    const { lines: others } = await divide(startingFrom(old, config));
    assert.match(others.join(), /runs\/old, whose weights are used, keeps no list of its videos/);
  }));

Deno.test("withoutLearned() keeps cuts of one source together, also those that came later", () =>
  withFolder(async (folder) => {
    const { kept, config } = await startChild(folder);
    const source = join(folder, "cuts");
    const cutOf = (id: string, cut: number) => {
      const [name, file] = id.split("/");
      return `v_${name}_g0${file![0]}_c0${cut}.mp4`;
    };
    for (const id of [...kept.training, ...kept.test]) {
      const [name] = id.split("/");
      await copyVideo(kept, id, join("cuts", name!, cutOf(id, 1)));
      await writeVideo(join(source, name!, cutOf(id, 2)), `${id}, cut later`);
      await writeVideo(join(source, "unlabeled", cutOf(id, 3)), `${id}, cut without a label`);
    }
    const sourcesOf = (ids: readonly string[]) =>
      new Set(ids.map((id) => id.slice(id.lastIndexOf("/") + 1, id.lastIndexOf("_"))));
    const tested = sourcesOf(kept.test.map((id) => cutOf(id, 1)));
    for (const holdOutShare of [0.4, 0.6]) {
      const data = { ...config.data, source, holdOutShare };
      const { manifest: { train, test }, lines } = await divide({ ...config, data });
      assert.deepEqual([...sourcesOf(idsOf(test))].sort(), [...tested].sort());
      assert.ok(sourcesOf(idsOf(train)).isDisjointFrom(tested));
      assert.match(
        lines.join("\n"),
        /^one has learned from cuts of the same source as \d+ test videos \(.*: trained on, not tested$/m,
      );
    }
  }));

Deno.test("Law: no test video is one that the weights have learned from", () =>
  withFolder(async (folder) => {
    const { kept, config } = await startChild(folder);
    const keptVideos = (await kept.run.readVideos())!;
    const learned = new Set(keptVideos.videos.filter(({ part }) => part !== "test"));
    const share = fc.double({ min: 0.05, max: 0.9, noNaN: true });
    await fc.assert(
      fc.asyncProperty(share, async (holdOutShare) => {
        const { manifest } = await divide({ ...config, data: { ...config.data, holdOutShare } });
        const tested = new Set(idsOf(manifest.test));
        for (const { id } of learned) assert.ok(!tested.has(id), id);
        assert.equal(manifest.train.length + manifest.test.length, keptVideos.videos.length);
      }),
      { numRuns: 20 },
    );
  }));
