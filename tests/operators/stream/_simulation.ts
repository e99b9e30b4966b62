import { bufferCount, concatMap, delay, ignoreElements, of, VirtualTimeScheduler } from "rxjs";
import { Credits, decode, paced, release } from "../../../operators/stream/mod.ts";

/** Decoders and a device, with times in any unit. */
export interface Simulation {
  /** Decoders that run at the same time. */
  readonly decoders: number;
  /** Returns the time that a clip takes to decode. */
  readonly decodingTime: (clip: number) => number;
  /** Clips of a step. */
  readonly batch: number;
  /** Returns the time that the device takes for a step. */
  readonly stepTime: (step: number) => number;
  readonly steps: number;
}

/** Runs a stream of clips in virtual time and returns how long it took. */
function simulate(simulation: Simulation, capacity: number): number {
  const { decoders, decodingTime, batch, stepTime, steps } = simulation;
  const clock = new VirtualTimeScheduler();
  const credits = new Credits(capacity, { stalledAfterSec: Infinity });
  let hasCompleted = false;
  paced(Array(batch * steps).keys(), credits).pipe(
    decode((clip: number) => of(clip).pipe(delay(decodingTime(clip), clock)), {
      concurrency: decoders,
      credits,
    }),
    bufferCount(batch),
    concatMap((clips, step) => of(clips).pipe(delay(stepTime(step), clock))),
    release(credits, ({ length }) => length),
    ignoreElements(),
  ).subscribe({ complete: () => hasCompleted = true });
  clock.flush();
  if (!hasCompleted) throw new Error("Cannot simulate as the stream must complete");
  return clock.now();
}

/**
 * Returns the share that a stream reaches of its slower side alone: of decoders that never wait for
 * the device, or of a device that never waits for clips.
 */
export function efficiency(simulation: Simulation, capacity: number): number {
  const { decoders, decodingTime, batch, stepTime, steps } = simulation;
  const clips = Array.from(Array(batch * steps).keys(), decodingTime);
  const stepTimes = Array.from(Array(steps).keys(), stepTime);
  const ideal = Math.max(sum(clips) / decoders, sum(stepTimes));
  return ideal / simulate(simulation, capacity);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
