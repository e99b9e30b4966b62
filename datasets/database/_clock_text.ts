import type { VideoClock } from "../ffmpeg/video_probe.ts";

/** Key frames take the most room, so each is written as two numbers. */
type ShortClock = Omit<VideoClock, "keyFrames"> & {
  readonly keyFrames: readonly (readonly [tick: number, seekSec: number])[];
};

/** Writes a clock as JSON for a column of a database. */
export function clockText({ keyFrames, ...clock }: VideoClock): string {
  const short: ShortClock = {
    ...clock,
    // Microseconds, as ffmpeg reads them.
    keyFrames: keyFrames.map(({ tick, seekSec }) => [tick, Number(seekSec.toFixed(6))]),
  };
  return JSON.stringify(short);
}

/** Reads what {@linkcode clockText} wrote. */
export function parseClock(text: string): VideoClock {
  const { keyFrames, ...clock }: ShortClock = JSON.parse(text);
  return { ...clock, keyFrames: keyFrames.map(([tick, seekSec]) => ({ tick, seekSec })) };
}
