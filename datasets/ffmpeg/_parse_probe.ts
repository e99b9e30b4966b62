import type { VideoProbe } from "./video_probe.ts";

/**
 * What ffmpeg's description of a file says; the length is null if the container does not say it.
 */
export type ParsedProbe = Omit<VideoProbe, "durationSec"> & { readonly durationSec: number | null };

/** Parses the stream description of `ffmpeg -i`; null if it names no video stream. */
export function parseProbe(text: string): ParsedProbe | null {
  const lines = text.split(/\r?\n/);
  const index = lines.findIndex(describesVideo);
  const line = lines[index];
  if (line === undefined) return null;
  // The size is the first number pair after a comma; a codec tag such as 0x31637661 is not.
  const size = /, (\d+)x(\d+)(?=[ ,]|$)/.exec(line);
  const codec = /: Video: (\w+)/.exec(line)?.[1];
  if (size === null || codec === undefined) return null;
  const codedWidth = Number(size[1]);
  const codedHeight = Number(size[2]);
  if (codedWidth === 0 || codedHeight === 0) return null;
  const pixelAspect = parsePixelAspect(line);
  const squareWidth = codedWidth * pixelAspect;
  const rotation = parseRotation(lines.slice(index + 1));
  const isTurned = rotation % 180 === 90;
  return {
    durationSec: parseDuration(text),
    codedWidth,
    codedHeight,
    rotation,
    pixelAspect,
    displayWidth: isTurned ? codedHeight : squareWidth,
    displayHeight: isTurned ? squareWidth : codedHeight,
    framesPerSecond: parseFrameRate(line),
    codec,
  };
}

function describesVideo(line: string): boolean {
  return /^\s*Stream #0:.*: Video: /.test(line) && !line.includes("(attached pic)");
}

function parsePixelAspect(line: string): number {
  const aspect = /SAR (\d+):(\d+)/.exec(line);
  if (aspect === null) return 1;
  const ratio = Number(aspect[1]) / Number(aspect[2]);
  return Number.isFinite(ratio) && ratio > 0 ? ratio : 1;
}

function parseFrameRate(line: string): number | null {
  const rate = /, ([\d.]+)(k?) fps/.exec(line);
  if (rate === null) return null;
  return Number(rate[1]) * (rate[2] === "k" ? 1000 : 1);
}

/**
 * Returns the rotation named in the lines that describe a stream, which end where the next stream
 * begins.
 */
function parseRotation(lines: readonly string[]): number {
  for (const line of lines) {
    if (/^\s*Stream #/.test(line)) break;
    const matrix = /display ?matrix: rotation of (-?[\d.]+) degrees/i.exec(line);
    if (matrix === null) continue;
    // ffmpeg counts counter-clockwise, and turns frames by itself only for right angles (± 1°).
    const degrees = ((-Number(matrix[1]) % 360) + 360) % 360;
    const rightAngle = Math.round(degrees / 90) * 90;
    return Math.abs(degrees - rightAngle) < 1 ? rightAngle % 360 : 0;
  }
  return 0;
}

function parseDuration(text: string): number | null {
  const match = /^\s*Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)/m.exec(text);
  if (match === null) return null;
  const seconds = Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]);
  return seconds > 0 ? seconds : null;
}
