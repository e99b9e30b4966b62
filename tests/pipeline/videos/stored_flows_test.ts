import "../../_tensorflow.ts";
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { parseOverride } from "../../../pipeline/config/config.ts";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { tvL1Flow } from "../../../pipeline/videos/tv_l1_flow.ts";
import { WindowLoader } from "../../../pipeline/videos/window_loader.ts";
import { prepareVideos, readManifest, type VideoEntry } from "../../../datasets/mod.ts";
import { type DecodedWindow, viewsToDevice } from "../../../operators/mod.ts";
import { disposeTree, tf } from "../../../runtime/mod.ts";
import { ffmpegUnderTest, runFfmpeg, testInFolder } from "../../datasets/_fixtures.ts";

/** A moving picture of 64×48, so many frames long. */
async function encodeMoving(path: string, frames: number): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  const source = `testsrc2=s=64x48:r=25,trim=end_frame=${frames}`;
  await runFfmpeg(["-f", "lavfi", "-i", source, "-c:v", "libx264", "-g", "250", path]);
}

/** Prepares videos twice: with stored flow and, as they are, without. */
async function prepareBoth(folder: string) {
  const videos = join(folder, "videos");
  const lengths = { "train/a/1": 90, "train/b/2": 12, "test/a/3": 13, "test/b/4": 14 };
  for (const [name, frames] of Object.entries(lengths)) {
    await encodeMoving(join(videos, `${name}.mkv`), frames);
  }
  const manifest = await readManifest(videos);
  const ffmpegPath = await ffmpegUnderTest();
  const options = { ffmpegPath, shortSide: 48, concurrency: 1, origin: {} };
  const stored = join(folder, "stored");
  await prepareVideos(manifest, { ...options, folder: stored, flow: tvL1Flow() });
  const plain = join(folder, "plain");
  await Deno.mkdir(plain);
  await Deno.copyFile(join(stored, "prepared.sqlite"), join(plain, "prepared.sqlite"));
  for (const name of Object.keys(lengths)) {
    await Deno.mkdir(dirname(join(plain, name)), { recursive: true });
    await Deno.copyFile(join(stored, `${name}.mp4`), join(plain, `${name}.mp4`));
  }
  const of = async (set: string) => (await readManifest(set)).train;
  return { stored: await of(stored), plain: await of(plain) };
}

interface LoaderOptions {
  readonly lines?: string[];
  readonly fields?: readonly string[];
}

async function loaderOf({ lines = [], fields = [] }: LoaderOptions): Promise<WindowLoader> {
  const clips = 'clip.others={"flow":{"frames":4,"stride":8,"modality":"flow"}}';
  const all = ["clip.decodeShortSide=48", "clip.size=32", clips, ...fields];
  const { config } = await loadConfig("videos_small", all.map(parseOverride));
  const ffmpegPath = await ffmpegUnderTest();
  return new WindowLoader(config, { ffmpegPath, notify: (line) => lines.push(line) });
}

/** Loads a training clip and the clips of a test. */
async function loadAll(loader: WindowLoader, video: VideoEntry): Promise<DecodedWindow[]> {
  const ticket = { video, phase: 0, epoch: 0, position: 0, repeat: 0, role: "labeled" } as const;
  const { signal } = new AbortController();
  return [await loader.training(ticket, signal), ...await loader.test(ticket, 2, signal)];
}

/** The levels of a clip of flow of some frames, as they are and mirrored. */
function flowLevelsOf(window: DecodedWindow): Float32Array[] {
  const clip = { ...window, indices: { primary: [0], flow: [0, 2, window.frameCount - 1] } };
  const box = { top: 2, left: 3.5, height: 40, width: 44 };
  const plans = { plain: [{ box, flip: false }], mirrored: [{ box, flip: true }] };
  const clips = { flow: { modality: "flow" } } as const;
  const views = viewsToDevice([clip], plans, { size: 32, mean: 0, std: 1 / 255, clips });
  const levels = [views.plain, views.mirrored].map(({ flow }) => flow!.dataSync<"float32">());
  disposeTree(views);
  return levels;
}

/** What half a stored level, 10/127 pixels, is at most in the levels of a view of 44 → 32 pixels. */
const LARGEST = [0.51, 0.51, 1.43];

function assertAlike(stored: DecodedWindow, computed: DecodedWindow): void {
  const expected = flowLevelsOf(computed);
  for (const [view, levels] of flowLevelsOf(stored).entries()) {
    const differences = levels.map((level, index) =>
      Math.abs(level - expected[view]![index]!) / LARGEST[index % 3]!
    );
    assert.ok(Math.max(...differences) <= 1, `view ${view}: ${Math.max(...differences)}`);
    // There is something to see.
    assert.ok(Math.max(...levels) - Math.min(...levels) > 20);
  }
}

testInFolder(
  "WindowLoader makes clips of stored flow what they are if computed",
  async (folder) => {
    const { stored: [video, second], plain: [original, other] } = await prepareBoth(folder);
    const lines: string[] = [];
    const single = await loaderOf({ lines, fields: ["data.cacheMebibytes=0"] });
    const computed = await loadAll(single, original!);
    const loaded = await loadAll(single, video!);
    for (const [index, window] of loaded.entries()) {
      assert.equal(window.nextFrames, undefined);
      assert.deepEqual([window.flow?.width, window.flow?.height], [64, 48]);
      assertAlike(window, computed[index]!);
    }
    await loadAll(single, second!);
    await loadAll(single, other!);
    // Which of the two is said once.
    assert.deepEqual(lines, [
      "flow: computed for each clip; deno task data prepare --flow stores it once",
      "flow: read from the files beside the videos (tv-l1 5/5/10)",
    ]);
    // From memory, and beside clips of gradient.
    const gradient = 'clip.others.gradient={"frames":4,"stride":8,"modality":"gradient"}';
    const fields = [gradient, "data.cacheMebibytes=64"];
    const cached = await loaderOf({ fields });
    for (let round = 0; round < 2; round++) {
      for (const [index, window] of (await loadAll(cached, video!)).entries()) {
        assert.deepEqual(window.flow, loaded[index]!.flow);
        assert.deepEqual(window.nextFrames, computed[index]!.nextFrames);
      }
    }
    // A clip at the end shows the last frame's flow: none.
    const last = loaded.at(-1)!.flow!.images.subarray(-64 * 48 * 3);
    assert.ok(last.every((level) => level === 127));

    await Deno.truncate(video!.path.replace(/mp4$/, "flow"), 2000);
    await Deno.copyFile(video!.path, second!.path);
    const complaints: string[] = [];
    const careful = await loaderOf({ lines: complaints });
    for (const damaged of [video!, second!, video!]) {
      for (const window of await loadAll(careful, damaged)) {
        assert.equal(window.flow, undefined);
        assert.equal(window.nextFrames?.byteLength, window.frames.byteLength);
      }
    }
    const ending =
      "not used, but computed for each clip; deno task data prepare --flow writes it again";
    const [first, note, last2, ...others] = complaints;
    const flowOf = ({ path }: VideoEntry) => path.replace(/mp4$/, "flow");
    assert.equal(first, `flow: ${flowOf(video!)}: it is damaged or cut short: ${ending}`);
    assert.match(note!, /^flow: computed for each clip/);
    const reason = `it is the flow of another video than '${second!.path}'`;
    assert.equal(last2, `flow: ${flowOf(second!)}: ${reason}: ${ending}`);
    assert.deepEqual(others, []);
    assert.equal(tf.memory().numTensors, 0);
  },
);
