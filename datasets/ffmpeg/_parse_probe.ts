import type { VideoProbe } from "./video_probe.ts";

/** What ffmpeg's description of a file says. */
export interface ParsedProbe
  extends
    Pick<VideoProbe, "claimedSec" | "codedWidth" | "codedHeight" | "pixelAspect">,
    Pick<VideoProbe, "framesPerSecond" | "codec"> {
  /** ffmpeg's names of the container, for example "mov,mp4,m4a,3gp,3g2,mj2". */
  readonly container: string;
  /** Time of the file's start in seconds; seeking counts from it. */
  readonly fileStartSec: number;
  /** Whether the container says how the video is turned or mirrored. */
  readonly hasDisplayMatrix: boolean;
}

/** Parses the stream description of `ffmpeg -i`; null if it names no video stream. */
export function parseProbe(text: string): ParsedProbe | null {
  // What follows describes what ffmpeg writes.
  const lines = text.split(/^Output #0/m, 1)[0]?.split(/\r?\n/) ?? [];
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
  return {
    container: /^Input #0, (\S+), from/m.exec(text)?.[1] ?? "",
    fileStartSec: Number(/^\s*Duration: .*, start: (-?[\d.]+)/m.exec(text)?.[1] ?? 0),
    claimedSec: parseDuration(text),
    codedWidth,
    codedHeight,
    pixelAspect: parsePixelAspect(line),
    hasDisplayMatrix: hasDisplayMatrix(lines.slice(index + 1)),
    framesPerSecond: parseFrameRate(line),
    codec,
  };
}

function describesVideo(line: string): boolean {
  return /^\s*Stream #0:.*: Video: /.test(line) && !line.includes("(attached pic)");
}

/** The stream's own aspect comes first, in brackets; another one after it is the container's. */
function parsePixelAspect(line: string): number {
  const aspect = [...line.matchAll(/SAR (\d+):(\d+)/g)].at(-1);
  if (aspect === undefined) return 1;
  const ratio = Number(aspect[1]) / Number(aspect[2]);
  return Number.isFinite(ratio) && ratio > 0 ? ratio : 1;
}

function parseFrameRate(line: string): number | null {
  const rate = /, ([\d.]+)(k?) fps/.exec(line);
  if (rate === null) return null;
  return Number(rate[1]) * (rate[2] === "k" ? 1000 : 1);
}

/** Looks through the lines that describe a stream, which end where the next stream begins. */
function hasDisplayMatrix(lines: readonly string[]): boolean {
  for (const line of lines) {
    if (/^\s*Stream #/.test(line)) return false;
    if (/display ?matrix: /i.test(line)) return true;
  }
  return false;
}

function parseDuration(text: string): number | null {
  const match = /^\s*Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)/m.exec(text);
  if (match === null) return null;
  const seconds = Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]);
  return seconds > 0 ? seconds : null;
}
