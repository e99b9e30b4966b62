import { FrameCache, frameDimensions, type FrameFile, gridFrameCount } from "../../datasets/mod.ts";
import { decodingGrid, ratioTickets, type Ticket } from "../../operators/mod.ts";
import { scheduleDecoder } from "../../pipeline/videos/schedule_decoder.ts";
import { orderOf, type ProbedVideos } from "../streams/real_videos.ts";
import { ticketWindow } from "../streams/ticket_window.ts";

const SEED = 1;

/** One labeled video in six: as many as the order of training takes of each, so all come once. */
const LABELED_EVERY = 6;

/** The clips of the published method: 8 frames at stride 8, and 8 at stride 4. */
const GRID = decodingGrid({
  primary: { frames: 8, stride: 8 },
  auxiliary: { frames: 8, stride: 4 },
});

const SIZE = { shortSide: 128 };

/** One window, as every loader decodes it. */
export interface PlannedWindow {
  /** Path of the video. */
  readonly path: string;
  /** Time stamp of the video's first image, in seconds. */
  readonly firstSec: number;
  /** First frame on the grid, which begins with that image. */
  readonly startFrame: number;
  /** Frames on the grid that lie in the video; after them the last one repeats. */
  readonly frameCount: number;
}

/** The windows that every loader decodes, in order: what the file of the plan holds. */
export interface LoadingPlan {
  /** Frames per second of the grid. */
  readonly framesPerSecond: number;
  /** Frames of each window. */
  readonly frameCount: number;
  /** Size of the frames in pixels. */
  readonly width: number;
  readonly height: number;
  /** Windows of a batch. */
  readonly batchWindows: number;
  /** Processes that decode at the same time. */
  readonly processes: number;
  readonly windows: readonly PlannedWindow[];
}

/** A plan, and what our loader takes it from. */
export interface PlannedLoading {
  readonly plan: LoadingPlan;
  readonly videos: ProbedVideos;
  readonly order: ReturnType<typeof orderOf>;
  /** Whose windows they are, in order. */
  readonly tickets: readonly Ticket[];
}

/**
 * Plans the windows of some training steps, in the order and at the starts that training draws. Only
 * videos that give frames of the same size as the first one take part, as a batch is one array.
 */
export function planLoading(probed: ProbedVideos, steps: number): PlannedLoading {
  const [first] = probed.values();
  if (first === undefined) {
    throw new RangeError("Cannot plan windows as there must be videos: none");
  }
  const size = frameDimensions(SIZE, first);
  const videos = new Map(
    Array.from(probed).filter(([, probe]) => {
      const { width, height } = frameDimensions(SIZE, probe);
      return width === size.width && height === size.height;
    }),
  );
  const order = orderOf(videos, LABELED_EVERY);
  const tickets = [...ratioTickets(order, { phase: 0, from: 0, to: steps })];
  const plan = {
    framesPerSecond: GRID.framesPerSecond,
    frameCount: GRID.frameCount,
    ...size,
    batchWindows: order.labeledPerBatch * (1 + order.ratio),
    processes: navigator.hardwareConcurrency,
    windows: tickets.map((ticket) => planWindow(ticket, videos)),
  };
  return { plan, videos, order, tickets };
}

/**
 * Returns the decoder of training, which decodes each window from the video's file, or keeps whole
 * videos in the given one.
 */
export function planDecoder(ffmpegPath: string, disk?: FrameFile): FrameCache {
  const { framesPerSecond } = GRID;
  const grid = { framesPerSecond, size: SIZE };
  return new FrameCache({ ffmpegPath, ...grid, budgetBytes: 0, disk, onStart: scheduleDecoder });
}

function planWindow(ticket: Ticket, videos: ProbedVideos): PlannedWindow {
  const { path } = ticket.video;
  const { durationSec, clock } = videos.get(path)!;
  const gridFrames = gridFrameCount(durationSec, GRID.framesPerSecond);
  const { startFrame, frameCount } = ticketWindow(ticket, SEED, {
    gridFrames,
    windowFrames: GRID.frameCount,
  });
  return {
    path,
    firstSec: clock.firstTick * clock.tickSec,
    startFrame,
    frameCount: Math.min(frameCount, gridFrames - startFrame),
  };
}
