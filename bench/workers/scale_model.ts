/** What one worker does, and what connects it to the others. */
export interface ScaleInputs {
  /** Seconds that a worker's device computes for each of its clips. */
  readonly computeSecPerClip: number;
  /** Clips of a worker's part of a step. */
  readonly clipsPerWorker: number;
  /** Bytes of all gradients as they are sent: half as many in bf16. */
  readonly gradientBytes: number;
  /** Bytes of gradients that are sent together. */
  readonly bucketBytes: number;
  /** Bytes a second that a link carries in each direction. */
  readonly linkBytesPerSec: number;
  /** Seconds that a message is under way, whatever its size. */
  readonly latencySec: number;
  /** Bytes a second that a worker's processor can send and receive, if it does nothing else. */
  readonly hostBytesPerSec: number;
  /** Seconds that its processor works for a message, whatever its size. */
  readonly messageSec: number;
  /** Share of the computing time in which gradients can be sent: the backward pass. */
  readonly overlap: number;
  /** Whether the processor is the device: then what it sends and decodes takes time from that. */
  readonly isProcessor: boolean;
  /** Seconds that one core decodes for a clip. */
  readonly decodeSecPerClip: number;
  /** Cores of each worker. */
  readonly cores: number;
  /** The largest batch, in clips of all workers, that still trains as well. */
  readonly largestBatch: number;
}

/** What slows workers down, or stops them. */
export type ScaleLimit = "decoding" | "all-reduce" | "batch";

/** What a number of workers would do. */
export interface ScalePrediction {
  /** Seconds of a step. */
  readonly stepSec: number;
  /** Seconds of a step in which only gradients are sent. */
  readonly exchangeSec: number;
  /** Clips a second of all workers. */
  readonly clipsPerSec: number;
  /** Clips a second as a share of those of as many workers that exchange nothing. */
  readonly efficiency: number;
  /** Clips of a step of all workers. */
  readonly batch: number;
  /** What is too slow or too large at this number of workers, the most severe first. */
  readonly limits: readonly ScaleLimit[];
}

/** Share of a step that a limit has to cost, without the others, to be named. */
const NOTABLE = 0.1;

/**
 * Predicts a step of some workers that all have a link of their own.
 *
 * Gradients go around a ring: of each bucket, every worker sends `2 (W - 1)` pieces of one `W`th, so
 * `2 (W - 1) / W` times its bytes. Pieces of a bucket follow each other, buckets overlap.
 */
export function predictScale(inputs: ScaleInputs, workers: number): ScalePrediction {
  const { clipsPerWorker, isProcessor } = inputs;
  const compute = clipsPerWorker * inputs.computeSecPerClip;
  const decoding = clipsPerWorker * inputs.decodeSecPerClip / inputs.cores;
  const { wireSec, handlingSec } = exchangeOf(inputs, workers);
  const hidden = inputs.overlap * compute;
  const exposed = isProcessor
    ? handlingSec + Math.max(0, wireSec - hidden)
    : Math.max(0, wireSec + handlingSec - hidden);
  const stepAlone = isProcessor ? compute + decoding : Math.max(compute, decoding);
  const stepSec = isProcessor
    ? compute + decoding + exposed
    : Math.max(compute + exposed, decoding);
  const batch = workers * clipsPerWorker;
  const costs: Readonly<Record<ScaleLimit, number>> = {
    decoding: isProcessor ? decoding : decoding - compute,
    "all-reduce": stepSec - stepAlone,
    batch: batch > inputs.largestBatch ? stepSec * (1 - inputs.largestBatch / batch) : 0,
  };
  const limits = (Object.keys(costs) as ScaleLimit[])
    .filter((limit) => costs[limit] > NOTABLE * stepSec)
    .sort((a, b) => costs[b] - costs[a]);
  return {
    stepSec,
    exchangeSec: wireSec + handlingSec,
    clipsPerSec: batch / stepSec,
    efficiency: stepAlone / stepSec,
    batch,
    limits,
  };
}

/** What an exchange of all gradients takes. */
interface ExchangeCost {
  /** On the link. */
  readonly wireSec: number;
  /** Of each worker's processor. */
  readonly handlingSec: number;
}

function exchangeOf(inputs: ScaleInputs, workers: number): ExchangeCost {
  const { gradientBytes, bucketBytes, linkBytesPerSec, hostBytesPerSec } = inputs;
  const rounds = 2 * (workers - 1);
  const sentBytes = rounds / workers * gradientBytes;
  const buckets = Math.max(1, Math.ceil(gradientBytes / bucketBytes));
  return {
    wireSec: sentBytes / linkBytesPerSec + rounds * inputs.latencySec,
    handlingSec: sentBytes / hostBytesPerSec + buckets * rounds * inputs.messageSec,
  };
}
