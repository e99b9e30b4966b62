import {
  bufferCount,
  concatMap,
  defer,
  from,
  ignoreElements,
  map,
  mergeMap,
  type Observable,
  of,
  timer,
} from "rxjs";
import {
  Credits,
  decode,
  paced,
  ratioBatch,
  ratioTickets,
  type RatioTicketsOptions,
  release,
  type Ticket,
} from "../../operators/mod.ts";
import { LoadGauge, type StreamLoad } from "./load_gauge.ts";

/** What each contender streams, and to which device. */
export interface StreamCase {
  /** The order of the videos. */
  readonly order: RatioTicketsOptions;
  /** Steps of the device. */
  readonly steps: number;
  /** Decodes the video of a ticket. */
  readonly load: (ticket: Ticket, signal?: AbortSignal) => Promise<Uint8Array>;
  /** Videos decoded at the same time. */
  readonly concurrency: number;
  /** Time of a step on the device in milliseconds; 0 to only decode. */
  readonly deviceMs: number;
}

/** A decoded video and its ticket. */
interface Clip {
  readonly ticket: Ticket;
  readonly frames: Uint8Array;
}

/** Builds a stream that never emits and completes after the last step. */
type Contender = (streamCase: StreamCase, gauge: LoadGauge) => Observable<never>;

/** Ways to stream videos to a device. */
export const CONTENDERS = {
  /** The project's operators: credits for two steps. */
  credits: creditStream,
  /** Plain RxJS: a source that is pushed through `mergeMap`. */
  mergeMap: mergeMapStream,
} as const satisfies Record<string, Contender>;

/** Name of a contender. */
export type ContenderName = keyof typeof CONTENDERS;

/** Returns how many videos a step has. */
export function videosPerStep({ labeledPerBatch, ratio }: RatioTicketsOptions): number {
  return labeledPerBatch * (1 + ratio);
}

/** Runs a contender and returns the time and the load of its stream. */
export async function runContender(
  name: ContenderName,
  streamCase: StreamCase,
): Promise<StreamLoad & { readonly seconds: number }> {
  const gauge = new LoadGauge();
  const startedAt = performance.now();
  await new Promise<void>((resolve, reject) => {
    CONTENDERS[name](streamCase, gauge).subscribe({ error: reject, complete: resolve });
  });
  return { seconds: (performance.now() - startedAt) / 1000, ...gauge.load };
}

function creditStream(streamCase: StreamCase, gauge: LoadGauge): Observable<never> {
  const { order, steps, concurrency } = streamCase;
  const videos = videosPerStep(order);
  const credits = new Credits(2 * videos);
  return paced(ratioTickets(order, { phase: 0, from: 0, to: steps }), credits).pipe(
    decode((ticket, signal) => loadClip(streamCase, gauge, ticket, signal), {
      concurrency,
      credits,
    }),
    ratioBatch({ labeled: order.labeledPerBatch, ratio: order.ratio, credits }),
    map(({ labeled, unlabeled }) => [...labeled, ...unlabeled].toSorted(byPosition)),
    concatMap((clips) => runStep(streamCase, gauge, clips)),
    release(credits, () => ({ clips: videos, [Symbol.dispose]: () => {} })),
    ignoreElements(),
  );
}

function mergeMapStream(streamCase: StreamCase, gauge: LoadGauge): Observable<never> {
  const { order, steps, concurrency } = streamCase;
  return from(ratioTickets(order, { phase: 0, from: 0, to: steps })).pipe(
    mergeMap((ticket) => loadClip(streamCase, gauge, ticket), concurrency),
    bufferCount(videosPerStep(order)),
    concatMap((clips) => runStep(streamCase, gauge, clips)),
    ignoreElements(),
  );
}

async function loadClip(
  { load }: StreamCase,
  gauge: LoadGauge,
  ticket: Ticket,
  signal?: AbortSignal,
): Promise<Clip> {
  gauge.decodingStarts();
  const frames = await load(ticket, signal);
  gauge.decodingEnds();
  return { ticket, frames };
}

/** A step of the device on the videos of a step; emits when it has ended. */
function runStep(
  { deviceMs, order }: StreamCase,
  gauge: LoadGauge,
  clips: readonly Clip[],
): Observable<void> {
  return defer(() => {
    gauge.stepStarts(clips.map(({ ticket }) => positionInRun(ticket, order)));
    return deviceMs === 0 ? of(0) : timer(deviceMs);
  }).pipe(map(() => gauge.stepEnds(clips.length)));
}

/** Position of a ticket among those of all epochs. */
function positionInRun({ epoch, position }: Ticket, order: RatioTicketsOptions): number {
  const { unlabeled, labeledPerBatch, ratio } = order;
  const stepsPerEpoch = Math.ceil(unlabeled.length / (labeledPerBatch * ratio));
  return epoch * stepsPerEpoch * videosPerStep(order) + position;
}

function byPosition(a: Clip, b: Clip): number {
  return a.ticket.position - b.ticket.position;
}
