import { from as iterate, of as iterateOne } from "ix/asynciterable";
import { buffer, flatMap, toDOMStream } from "ix/asynciterable/operators";
import { bufferCount, concatMap, from, lastValueFrom, map, mergeMap } from "rxjs";
import { Credits, decode, paced, ratioBatch, release } from "../../operators/stream/mod.ts";
import { LoadGauge, type StreamLoad } from "./load_gauge.ts";
import { type StreamCase, type StreamedClip, videosPerStep } from "./stream_case.ts";

/** Streams all videos through the device. */
type Contender = (streamCase: StreamCase) => Promise<void>;

/** Ways to stream videos to a device. */
export const CONTENDERS = {
  /** The project's operators. */
  credits: streamByCredits,
  /** Plain RxJS: a source that is pushed through `mergeMap`. */
  mergeMap: streamByMergeMap,
  /** IxJS: pulled by the device through a queue that reads ahead, a Web Stream. */
  IxJS: streamByIx,
} as const satisfies Record<string, Contender>;

/** Name of a contender. */
export type ContenderName = keyof typeof CONTENDERS;

/** A stream's load and its time. */
export interface StreamRun extends StreamLoad {
  readonly seconds: number;
}

/**
 * Runs a contender and measures its stream.
 *
 * @throws {Error} If a video did not reach the device, or did so more than once.
 */
export async function runContender(
  name: ContenderName,
  streamCase: StreamCase,
): Promise<StreamRun> {
  const gauge = new LoadGauge();
  const startedAt = performance.now();
  await CONTENDERS[name](gauge.watch(streamCase));
  const seconds = (performance.now() - startedAt) / 1000;
  gauge.requireAll();
  return { seconds, ...gauge.load };
}

async function streamByCredits(streamCase: StreamCase): Promise<void> {
  const { tickets, batch, concurrency, load, step } = streamCase;
  const credits = new Credits(streamCase.credits);
  const steps = paced(tickets, credits).pipe(
    decode(async (ticket, signal) => ({ ticket, frames: await load(ticket, signal) }), {
      concurrency,
      credits,
    }),
    ratioBatch({ ...batch, credits }),
    map(({ labeled, unlabeled }) => [...labeled, ...unlabeled].toSorted(byPosition)),
    concatMap(step),
    release(credits, () => videosPerStep(streamCase)),
  );
  await lastValueFrom(steps, { defaultValue: undefined });
}

async function streamByMergeMap(streamCase: StreamCase): Promise<void> {
  const { tickets, concurrency, load, step } = streamCase;
  const steps = from(tickets).pipe(
    mergeMap(async (ticket) => ({ ticket, frames: await load(ticket) }), concurrency),
    bufferCount(videosPerStep(streamCase)),
    concatMap(step),
  );
  await lastValueFrom(steps, { defaultValue: undefined });
}

async function streamByIx(streamCase: StreamCase): Promise<void> {
  const { tickets, concurrency, load, step } = streamCase;
  const videos = videosPerStep(streamCase);
  // As many as the credits allow: one batch is on the device, and each decoder has a clip.
  const batchesAhead = Math.floor((streamCase.credits - videos - concurrency) / videos);
  const batches = iterate(tickets).pipe(
    flatMap(async (ticket) => iterateOne({ ticket, frames: await load(ticket) }), concurrency),
    buffer(videos),
  );
  const readAhead = toDOMStream<StreamedClip[]>(
    new CountQueuingStrategy({ highWaterMark: Math.max(1, batchesAhead) }),
  );
  let index = 0;
  for await (const clips of readAhead(batches)) {
    await step(clips, index);
    index++;
  }
}

function byPosition(a: StreamedClip, b: StreamedClip): number {
  return a.ticket.position - b.ticket.position;
}
