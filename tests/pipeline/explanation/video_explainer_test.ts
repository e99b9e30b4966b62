import assert from "node:assert/strict";
import { join } from "node:path";
import { encodeVideo } from "../../../datasets/mod.ts";
import type { Config } from "../../../pipeline/config/config.ts";
import type { Trained } from "../../../pipeline/evaluation/read_trained.ts";
import type { ClipHeat } from "../../../pipeline/explanation/clip_heat.ts";
import { type FrameHeat, frameHeat } from "../../../pipeline/explanation/frame_heat.ts";
import { heatPlane } from "../../../pipeline/explanation/heat_plane.ts";
import { readHeatStrips } from "../../../pipeline/explanation/heat_strips.ts";
import { VideoExplainer } from "../../../pipeline/explanation/video_explainer.ts";
import { createNetworks } from "../../../pipeline/networks/create_networks.ts";
import { disposeTree } from "../../../runtime/mod.ts";
import { ffmpegUnderTest, testInFolder } from "../../datasets/_fixtures.ts";
import { watchTensors } from "../../_leaks.ts";
import { BRIGHT_CLASSES, BRIGHT_CONFIG, brightNetworks, SIDE } from "./_bright_networks.ts";

const WIDTH = 48;
const FRAMES = 20;
const SQUARE = 10;

/** Upper left corner of the bright square in a frame: from the lower left to the upper right. */
function cornerAt(frame: number): { readonly x: number; readonly y: number } {
  return {
    x: Math.round((WIDTH - SQUARE) * frame / (FRAMES - 1)),
    y: Math.round((SIDE - SQUARE) * (1 - frame / (FRAMES - 1))),
  };
}

/** A black video in which a white square moves. */
async function makeVideo(folder: string): Promise<string> {
  const frames = new Uint8Array(FRAMES * SIDE * WIDTH * 3);
  for (let frame = 0; frame < FRAMES; frame++) {
    const { x, y } = cornerAt(frame);
    for (let row = y; row < y + SQUARE; row++) {
      const start = ((frame * SIDE + row) * WIDTH + x) * 3;
      frames.fill(255, start, start + SQUARE * 3);
    }
  }
  const path = join(folder, "square.mp4");
  const size = { width: WIDTH, height: SIDE };
  const ffmpegPath = await ffmpegUnderTest();
  await encodeVideo({ frames, ...size, framesPerSecond: 7.5, path, ffmpegPath });
  return path;
}

/** Calls `body` with an explainer, and requires that it leaves no tensor. */
async function withExplainer(
  body: (explainer: VideoExplainer) => Promise<void>,
  make: () => { readonly config: Config; readonly trained: Trained } = () => ({
    config: BRIGHT_CONFIG,
    trained: brightNetworks(),
  }),
): Promise<void> {
  const assertNoLeaks = watchTensors();
  const { config, trained } = make();
  const explainer = new VideoExplainer(config, trained, {
    classes: BRIGHT_CLASSES.length,
    ffmpegPath: await ffmpegUnderTest(),
    signal: new AbortController().signal,
  });
  try {
    await body(explainer);
  } finally {
    await explainer[Symbol.asyncDispose]();
    disposeTree(trained.state);
  }
  assertNoLeaks();
}

/** Requires that the heat of a frame is at the square, and not where a wrong axis would put it. */
function requireAtSquare(heat: FrameHeat, frame: number, what: string): void {
  const { values } = heatPlane(heat, { width: WIDTH, height: SIDE });
  const { x, y } = cornerAt(frame);
  const meanAt = (left: number, top: number) => {
    let sum = 0;
    for (let row = top; row < top + SQUARE; row++) {
      for (let column = left; column < left + SQUARE; column++) {
        sum += values[row * WIDTH + column]!;
      }
    }
    return sum / SQUARE ** 2;
  };
  const atSquare = meanAt(x, y);
  assert.ok(atSquare > 0.3, `${what}, frame ${frame}: ${atSquare}`);
  const elsewhere = [
    ["mirrored", WIDTH - SQUARE - x, y],
    ["upside down", x, SIDE - SQUARE - y],
    ["backwards in time", WIDTH - SQUARE - x, SIDE - SQUARE - y],
  ] as const;
  for (const [wrong, left, top] of elsewhere) {
    const distance = Math.hypot(left - x, top - y);
    if (distance < 1.5 * SQUARE) continue;
    const other = meanAt(left, top);
    assert.ok(other < atSquare / 2, `${what}, frame ${frame}, ${wrong}: ${other}, ${atSquare}`);
  }
}

Deno.test.each(
  [["the clips of a test", true], ["windows one after another", false]] as const,
)("VideoExplainer.frames() follows what the networks look at, in %s", async (_, isWhole) => {
  const folder = await Deno.makeTempDir();
  try {
    const path = await makeVideo(folder);
    await withExplainer(async (explainer) => {
      const seen: number[] = [];
      const windows = { isWhole, hop: 5, labelAt: () => 1 };
      for await (const { index, width, height, heat } of explainer.frames(path, windows)) {
        seen.push(index);
        assert.deepEqual([width, height], [WIDTH, SIDE]);
        requireAtSquare(heat.primary, index, "primary");
        requireAtSquare(heat.auxiliary!, index, "auxiliary");
      }
      assert.deepEqual(seen, Array.from({ length: FRAMES }, (_, index) => index));
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

testInFolder(
  "VideoExplainer.test() explains the clips of a test, and evidence against it gives none",
  async (folder) => {
    const path = await makeVideo(folder);
    await withExplainer(async (explainer) => {
      const { clips, frameCount } = await explainer.test(path, 1);
      assert.equal(frameCount, FRAMES);
      assert.deepEqual(clips.map(({ primary }) => primary.covered[0]), [0, 3, 6, 9, 12]);
      for (const frame of [0, 9, 19]) {
        const heatOf = (network: "primary" | "auxiliary") =>
          frameHeat(clips.map((clip) => clip[network]!), frame);
        requireAtSquare(heatOf("primary"), frame, "primary");
        requireAtSquare(heatOf("auxiliary"), frame, "auxiliary");
      }
      const against = await explainer.test(path, 0);
      for (const { primary } of against.clips) {
        for (const { cells } of primary.crops) assert.ok(cells.every((value) => value === 0));
      }
      // What a network itself holds most probable.
      const { value } = await explainer.frames(path, {
        isWhole: true,
        hop: 1,
        labelAt: () => null,
      }).next();
      requireAtSquare(value!.heat.primary, 0, "primary");
    });
  },
);

testInFolder(
  "VideoExplainer.frames() says nothing about frames between windows",
  async (folder) => {
    const path = await makeVideo(folder);
    await withExplainer(async (explainer) => {
      const layers: number[] = [];
      const windows = { isWhole: false, hop: 12, labelAt: () => 1 };
      for await (const { heat } of explainer.frames(path, windows)) {
        layers.push(heat.primary.length);
      }
      // Three squares of each window of 8 frames; the ResNet sees 7 of these.
      const expected = Array.from(
        { length: FRAMES },
        (_, frame) => frame < 8 || frame > 11 ? 3 : 0,
      );
      assert.deepEqual(layers, expected);
    });
  },
);

testInFolder(
  "VideoExplainer.frames() explains the last frame of a video that ends within a clip",
  async (folder) => {
    const frames = new Uint8Array(2 * SIDE * SIDE * 3);
    // Only the second frame has something bright, at the upper right.
    for (let row = 0; row < SQUARE; row++) {
      const end = ((SIDE + row + 1) * SIDE) * 3;
      frames.fill(255, end - SQUARE * 3, end);
    }
    const path = join(folder, "short.mp4");
    const size = { width: SIDE, height: SIDE };
    const ffmpegPath = await ffmpegUnderTest();
    await encodeVideo({ frames, ...size, framesPerSecond: 7.5, path, ffmpegPath });
    await withExplainer(async (explainer) => {
      for (const isWhole of [true, false]) {
        const windows = { isWhole, hop: 4, labelAt: () => 1 };
        const [first, second, ...others] = await Array.fromAsync(explainer.frames(path, windows));
        assert.equal(others.length, 0);
        for (const network of ["primary", "auxiliary"] as const) {
          const [before, after] = [first, second].map((frame) => {
            return heatPlane(frame!.heat[network]!, size).values;
          }) as [Float32Array, Float32Array];
          assert.ok(after[SIDE - 3]! > 0.5, `${network}: ${after[SIDE - 3]}`);
          assert.ok(before[SIDE - 3]! < after[SIDE - 3]!, `${network}: ${before[SIDE - 3]}`);
          assert.ok(after[(SIDE - 1) * SIDE]! < 0.2, network);
        }
      }
    });
  },
);

/** A network whose map has one frame for all that it sees. */
function oneFrameNetwork() {
  const config: Config = {
    ...BRIGHT_CONFIG,
    primary: {
      kind: "r3d-resnet",
      width: 4,
      stemKernel: 3,
      stemStride: 2,
      stemPool: false,
      depths: [1, 1],
      spatialStrides: [1, 2],
      temporalStrides: [1, 2],
      temporalPool: true,
      dropout: 0,
    },
  };
  const { primary } = createNetworks(config, { dual: false, classes: BRIGHT_CLASSES.length });
  const state = { primary: { ...primary.initialize(1), momentum: {} } };
  return { config, trained: { networks: { primary }, state } };
}

testInFolder(
  "VideoExplainer explains all frames that a network sees, also if its map has one for them",
  async (folder) => {
    const path = await makeVideo(folder);
    await withExplainer(async (explainer) => {
      const windows = { isWhole: false, hop: 4, labelAt: () => null };
      for await (const { index, heat } of explainer.frames(path, windows)) {
        assert.ok(heat.primary.length > 0, `frame ${index}`);
      }
      const { clips } = await explainer.test(path, 1);
      const [{ primary }] = clips as [{ primary: ClipHeat }];
      assert.deepEqual([primary.covered, primary.frames], [[0, 7], [1]]);
    }, oneFrameNetwork);
  },
);

testInFolder("readHeatStrips() draws over frames of the video", async (folder) => {
  const path = await makeVideo(folder);
  await withExplainer(async (explainer) => {
    const strips = await readHeatStrips(path, explainer, {
      label: 1,
      frames: 3,
      shortSide: SIDE,
      ffmpegPath: await ffmpegUnderTest(),
      silenceSec: 60,
      signal: new AbortController().signal,
    });
    assert.deepEqual(strips.seconds.map((time) => time * 7.5), [3, 9, 16]);
    assert.deepEqual(
      strips.heat.map(({ explained }) => explained),
      [
        { network: "primary", kind: "3D ResNet", method: "Grad-CAM", side: 8 },
        { network: "auxiliary", kind: "TimeSformer", method: "attention rollout", side: 4 },
      ],
    );
    const images = [strips.images, ...strips.heat.map(({ images }) => images)].flat();
    assert.equal(new Set(images).size, 9);
    for (const image of images) assert.match(image, /^data:image\/jpeg;base64,/);
  });
});
