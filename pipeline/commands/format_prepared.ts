import type { PreparedVideo } from "../../datasets/mod.ts";
import type { LoadingSpeed } from "../videos/measure_loading.ts";

/** Formats how many videos were prepared, and their size before and after, as two lines. */
export function formatPrepared(videos: readonly PreparedVideo[]): string {
  const prepared = videos.filter(({ path }) => path !== null);
  const counts: [count: number, description: string][] = [
    [prepared.filter(({ isNew }) => !isNew).length, "prepared earlier"],
    [videos.filter(({ state }) => state === "damaged").length, "damaged"],
    [videos.filter(({ state }) => state === "broken").length, "broken and left out"],
    [videos.filter(({ state }) => state === "failed").length, "failed and left out"],
  ];
  const details = counts.filter(([count]) => count > 0)
    .map(([count, description]) => `, ${count} ${description}`);
  const before = prepared.reduce((sum, { originalBytes }) => sum + originalBytes, 0);
  const after = prepared.reduce((sum, { preparedBytes }) => sum + preparedBytes, 0);
  return `${prepared.length} of ${videos.length} videos prepared${details.join("")}\n` +
    `Size: ${megabytes(before)} before, ${megabytes(after)} after`;
}

/** Formats how long loading takes before and after. */
export function formatLoadingSpeed(speed: LoadingSpeed): string {
  const { originalSec, preparedSec, windows, windowSec } = speed;
  const ratio = (originalSec / preparedSec).toFixed(2);
  const line = `Loading ${windowSec.toFixed(1)} s of video, as training does: ` +
    `${milliseconds(originalSec)} from the originals, ${milliseconds(preparedSec)} from the ` +
    `prepared videos: ${ratio} times as fast (medians of ${windows})`;
  if (originalSec > preparedSec) return line;
  return `${line}\nThe prepared videos load no faster: train on the originals instead.`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function milliseconds(seconds: number): string {
  return `${Math.round(seconds * 1000)} ms`;
}
