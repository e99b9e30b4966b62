import type { VideoClock } from "../ffmpeg/video_probe.ts";
import { parseJsonColumn } from "./_json_column.ts";

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

/**
 * Reads what {@linkcode clockText} wrote.
 *
 * @param where The database and the video, for the message.
 * @throws {ManifestError} If it is something else.
 */
export function parseClock(
  text: string,
  { file, path }: { readonly file: string; readonly path: string },
): VideoClock {
  const what = `the clock of '${path}'`;
  const { keyFrames, ...clock } = parseJsonColumn(text, isShortClock, { file, what });
  return { ...clock, keyFrames: keyFrames.map(([tick, seekSec]) => ({ tick, seekSec })) };
}

function isShortClock(value: unknown): value is ShortClock {
  if (typeof value !== "object" || value === null || !("keyFrames" in value)) return false;
  const { keyFrames, ...numbers } = value;
  const { tickSec, maxStepSec, firstTick } = numbers as Readonly<Record<string, unknown>>;
  return isAboveZero(tickSec) && isAboveZero(maxStepSec) && Number.isFinite(firstTick) &&
    Object.values(numbers).every(Number.isFinite) &&
    Array.isArray(keyFrames) && keyFrames.every(isKeyFrame);
}

function isAboveZero(value: unknown): boolean {
  return typeof value === "number" && value > 0 && value < Infinity;
}

function isKeyFrame(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && value.every(Number.isFinite);
}
