import type { RunComparison } from "../runs/compare_runs.ts";
import type { RunSummary } from "../runs/run_summary.ts";
import { countTestVideos } from "../terminal/count_test_videos.ts";
import { formatCount } from "../terminal/format_count.ts";
import { formatGain } from "../terminal/format_gain.ts";
import { percent } from "../terminal/percent.ts";
import type { ComparedAnswers } from "./compare_answers.ts";
import { type Html, type HtmlPart, markup } from "./html.ts";
import { htmlDocument } from "./html_document.ts";
import { htmlTable } from "./html_table.ts";
import { note } from "./note.ts";

/** What a comparison of runs shows. */
export interface ComparisonReport extends RunComparison {
  readonly answers: readonly ComparedAnswers[];
}

/** Written where there is no value. */
const NONE = "–";

const ABOUT_GAINS =
  "Top-1 over the test videos that both runs were tested on, in points, and the " +
  "95 % interval over the videos. Training again with another seed may differ by " +
  "more: this compares these weights.";

/** Writes a comparison of runs as one HTML file. */
export function comparisonPage({ runs, differences, answers }: ComparisonReport): string {
  const names = runs.map(({ name }) => name);
  const title = `Comparison of ${names.join(", ")}`;
  return htmlDocument(title, [
    markup`<h1>${title}</h1>`,
    htmlTable({ header: ["", ...names], rows: resultRows(runs), isNumeric: true }),
    markup`<h2>Differences to ${names[0]}</h2>`,
    note(ABOUT_GAINS),
    describeGains(names, answers),
    markup`<h2>Differences of the settings</h2>`,
    describeSettings(names, differences),
  ]);
}

function resultRows(runs: readonly RunSummary[]): HtmlPart[][] {
  const answerers = [...new Set(runs.flatMap(({ test }) => Object.keys(test ?? {})))];
  return [
    ...answerers.map((who) => [
      `test top-1 %, ${who}`,
      ...runs.map(({ test }) => percent(test?.[who] ?? null)),
    ]),
    ["steps", ...runs.map(({ steps }) => formatCount(steps))],
    ["labeled videos", ...runs.map(({ labeled }) => labeled ?? NONE)],
    ["minutes", ...runs.map(({ minutes }) => minutes?.toFixed(1) ?? NONE)],
  ];
}

function describeGains(
  names: readonly string[],
  answers: ComparisonReport["answers"],
): Html {
  if (answers.length === 0) return markup`<p>No video was answered by two of the runs.</p>`;
  return htmlTable({
    header: ["answered by", ...names.slice(1)],
    rows: answers.map(({ who, gains }) => [who, ...gains.slice(1).map(describeGain)]),
  });
}

function describeGain(gain: ComparedAnswers["gains"][number]): string {
  if (gain === undefined) return NONE;
  const { isSame, low, high, videos, sources } = gain;
  const isClear = low > 0 || high < 0;
  const clearness = isSame ? "" : isClear ? ": clear" : ": not clear";
  return `${formatGain(gain)}${clearness}; ${countTestVideos(videos, sources)}`;
}

function describeSettings(
  names: readonly string[],
  differences: RunComparison["differences"],
): HtmlPart {
  const rows = Object.entries(differences).map(([field, values]) => [
    field,
    ...values.map((value) => typeof value === "string" ? value : JSON.stringify(value)),
  ]);
  if (rows.length === 0) return markup`<p>The settings are the same.</p>`;
  return htmlTable({ header: ["setting", ...names], rows });
}
