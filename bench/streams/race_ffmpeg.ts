import { join } from "node:path";
import { ratioTickets } from "../../operators/mod.ts";
import { type BareOutput, recordArguments, runBare } from "./bare_ffmpeg.ts";
import { runContender } from "./contenders.ts";
import {
  FRAMES_PER_WINDOW,
  orderOf,
  probeVideos,
  VIDEO_KINDS,
  type VideoKind,
  windowDecoder,
} from "./real_videos.ts";
import { videosPerStep } from "./stream_case.ts";
import { trainingCase } from "./training_case.ts";

/** What is raced. */
export interface RaceOptions {
  readonly ffmpegPath: string;
  /** Files of each kind. */
  readonly files: number;
  /** Steps of 24 videos in a round. */
  readonly steps: number;
  readonly rounds: number;
}

/** Seconds of a round, the three in turns. */
export interface RaceRound {
  /** Our stream, up to a device that takes no time. */
  readonly ours: number;
  /** Bare processes that write to /dev/null. */
  readonly bareNull: number;
  /** Bare processes that write into a pipe, which `cat` reads. */
  readonly barePipe: number;
}

/** The measurements of one kind of videos. */
export interface RaceRow {
  readonly kind: VideoKind;
  /** Frames of a round. */
  readonly frames: number;
  /** ffmpeg processes of a round, on both sides. */
  readonly processes: number;
  readonly rounds: readonly RaceRound[];
}

/**
 * Decodes windows of real videos by our stream and by bare ffmpeg processes, as many of them and
 * with the same arguments, in turns.
 */
export async function raceFfmpeg(kind: VideoKind, options: RaceOptions): Promise<RaceRow> {
  const { ffmpegPath, files, steps, rounds } = options;
  const folder = await Deno.makeTempDir({ prefix: "streams-bench-" });
  try {
    const paths = await VIDEO_KINDS[kind]({ folder, count: files, ffmpegPath });
    const videos = await probeVideos(paths, ffmpegPath);
    const order = orderOf(videos);
    const tickets = ratioTickets(order, { phase: 0, from: 0, to: steps });
    const caseFor = (path: string) =>
      trainingCase({ tickets, order, load: windowDecoder(videos, path) });
    const recording = join(folder, "recording");
    await Deno.mkdir(recording);
    // The first decodes, which are not measured.
    const lists = await recordArguments({ folder: recording, ffmpegPath }, async (recorderPath) => {
      await runContender("credits", caseFor(recorderPath));
    });
    const ours = caseFor(ffmpegPath);
    const windows = steps * videosPerStep(ours);
    if (lists.length < windows) {
      throw new Error(
        `Cannot race ffmpeg as there must be a process for each of ${windows} windows: ` +
          `current value is ${lists.length}`,
      );
    }
    const { concurrency } = ours;
    const bare = async (output: BareOutput) =>
      await runBare(lists, { ffmpegPath, folder: recording, concurrency, output });
    const measured: RaceRound[] = [];
    for (let round = 0; round < rounds; round++) {
      measured.push({
        bareNull: await bare("null"),
        ours: (await runContender("credits", ours)).seconds,
        barePipe: await bare("pipe"),
      });
    }
    return { kind, frames: windows * FRAMES_PER_WINDOW, processes: lists.length, rounds: measured };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
