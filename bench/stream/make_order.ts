import { join } from "node:path";
import { FrameCache, makeMotionDataset, readManifest, trainingWindow } from "../../datasets/mod.ts";
import { decodingGrid, drawsForTicket, type RatioTicketsOptions } from "../../operators/mod.ts";
import type { StreamCase } from "./contenders.ts";

/** Videos of each of the eight classes. */
const PER_CLASS = 15;
const LABELED_PER_CLASS = 5;
const SEED = 1;

/** The clips of the built-in preset. */
const FRAME_RATES = {
  primary: { frames: 4, stride: 8 },
  auxiliary: { frames: 8, stride: 4 },
};

/**
 * Makes videos of the built-in kind in `folder` and returns their order, steps of 4 labeled and 20
 * unlabeled ones.
 */
export async function makeOrder(folder: string, ffmpegPath: string): Promise<RatioTicketsOptions> {
  const { trainFolder } = await makeMotionDataset({
    folder,
    trainPerClass: PER_CLASS,
    testPerClass: 1,
    size: 112,
    seed: SEED,
    ffmpegPath,
    concurrency: navigator.hardwareConcurrency,
  });
  const { train } = await readManifest(join(trainFolder, ".."));
  const isLabeled = (index: number) => index % PER_CLASS < LABELED_PER_CLASS;
  return {
    labeled: train.filter((_, index) => isLabeled(index)),
    unlabeled: train.filter((_, index) => !isLabeled(index)),
    labeledPerBatch: 4,
    ratio: 5,
    seed: SEED,
  };
}

/** Returns a function that decodes a ticket's window as training does, each time from the file. */
export function windowDecoder(ffmpegPath: string): StreamCase["load"] {
  const grid = decodingGrid(FRAME_RATES);
  const cache = new FrameCache({
    ffmpegPath,
    framesPerSecond: grid.framesPerSecond,
    size: { shortSide: 112 },
    budgetBytes: 0,
  });
  return async (ticket, signal) => {
    const gridFrames = await cache.gridFrames(ticket.video, signal);
    const draw = drawsForTicket(ticket, "window", SEED).uniform(0, 1);
    const window = trainingWindow({ gridFrames, windowFrames: grid.frameCount }, draw);
    const { frames } = await cache.loadWindow(ticket.video, window, signal);
    return frames;
  };
}
