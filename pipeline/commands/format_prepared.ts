import type { PreparedVideo } from "../../datasets/mod.ts";
import { sum } from "../numbers/sum.ts";
import { formatMegabytes } from "../terminal/format_megabytes.ts";
import type { LoadingSpeed } from "../videos/measure_loading.ts";

/**
 * Formats how many videos were prepared, and their size before and after, as two lines; as a third
 * one their flow, if there is any or it was asked for.
 */
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
  const before = sum(prepared.map(({ originalBytes }) => originalBytes));
  const after = sum(prepared.map(({ preparedBytes }) => preparedBytes));
  return `${prepared.length} of ${videos.length} videos prepared${details.join("")}\n` +
    `Size: ${formatMegabytes(before)} before, ${formatMegabytes(after)} after${
      formatFlow(prepared)
    }`;
}

function formatFlow(prepared: readonly PreparedVideo[]): string {
  const flows = prepared.flatMap(({ flow }) => flow ?? []);
  if (flows.length === 0) return "";
  const stored = flows.filter(({ state }) => state === "stored");
  const earlier = stored.filter(({ isNew }) => !isNew).length;
  const detail = earlier === 0 ? "" : `, ${earlier} computed earlier`;
  const bytes = sum(stored.map((flow) => flow.bytes));
  return `\nFlow: stored for ${stored.length} of ${prepared.length} videos${detail}, ` +
    formatMegabytes(bytes);
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

function milliseconds(seconds: number): string {
  return `${Math.round(seconds * 1000)} ms`;
}
