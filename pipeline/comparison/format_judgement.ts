import type { MeanInterval } from "../numbers/mean_interval.ts";
import { countTestVideos } from "../terminal/count_test_videos.ts";
import { formatDuration } from "../terminal/format_duration.ts";
import { formatGain } from "../terminal/format_gain.ts";
import { formatTable } from "../terminal/format_table.ts";
import { percent } from "../terminal/percent.ts";
import { signedPercent } from "../terminal/signed_percent.ts";
import type { JudgedMethod, Judgement } from "./judge_methods.ts";

/** Formats a table of the methods and the sentence that says which one to take. */
export function formatJudgement({ methods, choice }: Judgement): string {
  const [cheapest] = methods;
  const rows = methods.map(({ name, accuracy, gain, seconds }) => [
    name,
    percent(accuracy),
    gain === undefined ? "-" : formatGain(gain),
    formatDuration(seconds),
  ]);
  const header = ["method", "top-1 %", `against ${cheapest!.name}`, "time of a run"];
  return `${formatTable({ header, rows })}\n\n${describeChoice(methods, choice)}`;
}

function describeChoice(methods: readonly JudgedMethod[], choice: JudgedMethod): string {
  const [cheapest] = methods;
  const others = methods.filter(({ name }) => name !== choice.name);
  if (others.length === 0) return `Only ${choice.name} was tried.`;
  const { gain } = choice;
  if (gain !== undefined) {
    const times = (choice.seconds / cheapest!.seconds).toFixed(1);
    return `Take ${choice.name}: ${signedPercent(gain.mean)} points against ${
      cheapest!.name
    }, in ` +
      `${times} times its time.\n${describeProof(gain)}`;
  }
  const proof = others.find((method) => method.gain !== undefined)?.gain;
  return `Take ${choice.name}: no other method is clearly better, and it takes the least time.\n` +
    (proof === undefined ? "" : describeProof(proof));
}

/** Says what the numbers rest on. */
function describeProof({ seeds, videos, sources }: MeanInterval): string {
  const known = `Shown by ${countTestVideos(videos, sources)} and `;
  if (seeds > 1) return `${known}${seeds} seeds; in parentheses the 95 % interval.`;
  return `${known}1 seed; in parentheses the 95 % interval over videos alone: other seeds may ` +
    "differ by more.";
}
