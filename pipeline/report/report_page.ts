import { Buffer } from "node:buffer";
import { describeAnswerer } from "../evaluation/describe_answerer.ts";
import { drawConfusion } from "../evaluation/draw_confusion.ts";
import type { AccuracyInterval } from "../numbers/accuracy_interval.ts";
import { formatVersion } from "../program/format_version.ts";
import type { RunPart } from "../run/run_record.ts";
import { countTestVideos } from "../terminal/count_test_videos.ts";
import { formatBytes } from "../terminal/format_bytes.ts";
import { formatCount } from "../terminal/format_count.ts";
import { formatDuration } from "../terminal/format_duration.ts";
import { formatPercent } from "../terminal/format_percent.ts";
import { percent } from "../terminal/percent.ts";
import { quoteForShell } from "../terminal/quote_for_shell.ts";
import { aboutMistakes } from "./about_mistakes.ts";
import { type ClassRow, classRows } from "./class_rows.ts";
import { describeHeat, describeHeatStrip, HEAT_STYLE } from "./describe_heat.ts";
import { describeVideoMap } from "./describe_video_map.ts";
import { heatLegend } from "./heat_legend.ts";
import { type Html, type HtmlPart, markup } from "./html.ts";
import { htmlDocument } from "./html_document.ts";
import { htmlTable } from "./html_table.ts";
import { mainAnswer } from "../evaluation/main_answer.ts";
import { mainAnswerer } from "../evaluation/main_answerer.ts";
import { mapStyle } from "./map_style.ts";
import { note } from "./note.ts";
import type { RunReport, ShownMistake } from "./run_report.ts";

/** Rows of the table of classes that are always shown; the others can be unfolded. */
const WORST_CLASSES = 10;

const INTERVAL = "The interval says which accuracies over all such videos are likely (95 %), for " +
  "these weights; cuts of one source count as the few videos that they are worth.";

/** Writes the report of a run as one HTML file. */
export function reportPage(report: RunReport): string {
  const { name, tag, map } = report;
  const styles = [HEAT_STYLE, typeof map === "string" ? "" : mapStyle(map.classes.length)];
  return htmlDocument(`Report of run ${name}`, [
    markup`<h1>Report of run ${name}</h1>`,
    tag === undefined ? undefined : markup`<p>${tag}</p>`,
    describeTest(report),
    section("Curves", picture(report.curves, "Losses, scores and rates over the steps")),
    section("Confusion matrix", describeConfusion(report)),
    describeClasses(report),
    describeMistakes(report),
    describeMap(report),
    describeOrigin(report),
  ], styles.join(""));
}

function section(title: string, content: HtmlPart): HtmlPart {
  return content === undefined ? undefined : markup`<h2>${title}</h2>${content}`;
}

/** What the reader can unfold. */
function details(summary: string, content: Html): Html {
  return markup`<details><summary>${summary}</summary>${content}</details>`;
}

/** An SVG file as an image, so that its styles are its own. */
function picture(svg: string | undefined, description: string): Html | undefined {
  if (svg === undefined) return undefined;
  const url = `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
  return markup`<img src="${url}" alt="${description}">`;
}

function describeConfusion({ results: { scores, classes } }: RunReport): Html | undefined {
  const who = mainAnswerer(scores);
  const score = mainAnswer(scores);
  if (who === undefined || score === undefined) return undefined;
  return picture(drawConfusion(score, { classes, who }), "True classes against answers");
}

function describeTest({ results: { scores }, weights, intervals, remarks }: RunReport): HtmlPart {
  const rows = Object.entries(scores).map(([who, score]) => [
    who,
    percent(score.top1),
    describeInterval(intervals[who]),
    percent(score.top5),
  ]);
  const { videos = 0 } = Object.values(scores)[0] ?? {};
  const { sources = videos } = Object.values(intervals)[0] ?? {};
  return [
    note(`${countTestVideos(videos, sources)}. ${INTERVAL}`),
    htmlTable({
      header: ["answered by", "top-1 %", "95 % interval", "top-5 %"],
      rows,
      isNumeric: true,
    }),
    weights === undefined ? undefined : note(weights),
    remarks.map((remark) => markup`<p>${remark}</p>`),
  ];
}

function describeInterval(interval: AccuracyInterval | undefined): string {
  return interval === undefined ? "" : `${percent(interval.low)} to ${percent(interval.high)}`;
}

function describeClasses({ results: { scores, classes } }: RunReport): HtmlPart {
  const who = mainAnswerer(scores);
  const score = mainAnswer(scores);
  if (who === undefined || score === undefined) return undefined;
  const rows = classRows(score, classes);
  const table = (shown: readonly ClassRow[]) =>
    htmlTable({
      header: ["class", "right", "test videos", "most often taken for"],
      rows: shown.map(({ name, right, videos, mistakenFor }) => [
        name,
        `${right} (${formatPercent(right / videos)})`,
        videos,
        mistakenFor === undefined ? "" : `${mistakenFor.name} (${mistakenFor.videos})`,
      ]),
    });
  const others = rows.slice(WORST_CLASSES);
  return section("Classes, the worst first", [
    note(`As answered by ${describeAnswerer(who)}.`),
    table(rows.slice(0, WORST_CLASSES)),
    others.length === 0 ? undefined : details(`${others.length} more`, table(others)),
  ]);
}

function describeMistakes({ mistakes, explained, results: { scores } }: RunReport): HtmlPart {
  const who = mainAnswerer(scores);
  if (mistakes.length === 0 || who === undefined) return undefined;
  const hasHeat = typeof explained === "string" || mistakes.some(({ heat }) => heat.length > 0);
  return section("Surest mistakes", [
    note(aboutMistakes(who)),
    hasHeat ? describeHeat(heatLegend(explained)) : undefined,
    mistakes.map(describeMistake),
  ]);
}

function describeMistake({ video, label, wrong, answers, strip, heat }: ShownMistake): Html {
  const all = Object.entries(answers).map(([who, [best]]) =>
    best === undefined ? "" : `${who}: ${best.class} ${formatPercent(best.probability)}`
  );
  const sureness = formatPercent(wrong.probability);
  return markup`<div class="mistake">
<p><strong>${wrong.class}</strong> with ${sureness}; it is <strong>${label}</strong></p>
${describeStrip(strip, video)}
${
    typeof strip === "string"
      ? []
      : heat.map((network) => describeHeatStrip(network, { ...strip, video }))
  }
${note(`${video}. ${all.join(", ")}`)}
</div>`;
}

function describeStrip(strip: ShownMistake["strip"], video: string): Html {
  if (typeof strip === "string") return markup`<p class="problem">No frames: ${strip}</p>`;
  const images = strip.images.map((image, index) => {
    const time = `${(strip.seconds[index] ?? 0).toFixed(2)} s`;
    return markup`<img src="${image}" alt="${video} at ${time}" title="${time}">`;
  });
  return markup`<div class="strip" tabindex="0">${images}</div>`;
}

function describeMap({ map, results: { scores } }: RunReport): HtmlPart {
  const who = mainAnswerer(scores);
  if (who === undefined) return undefined;
  const content = typeof map === "string"
    ? markup`<p>Left out: ${map}</p>`
    : describeVideoMap(map, who);
  return section("Map of the tested videos", content);
}

/** How the run came about, and the commands that repeat it. */
function describeOrigin(report: RunReport): HtmlPart {
  const { parts, config, split, results: { run }, steps, parent } = report;
  const last = parts.at(-1);
  const facts: [string, string | undefined][] = [
    ["steps", formatCount(steps)],
    [
      "time",
      `${formatDuration(run.seconds)}; ${formatPercent(run.waitingShare)} of the steps' time ` +
      "waiting for videos",
    ],
    ["memory", formatBytes(run.peakResidentBytes)],
    ["videos", describeSplit(split)],
    ["hash of the videos", typeof split.sha256 === "string" ? split.sha256 : undefined],
    ["started from", parent],
    ["started", parts[0]?.startedAt],
    ["parts", parts.length > 1 ? `${parts.length}; it was resumed` : undefined],
    ...describePart(last),
  ];
  const rows = facts.filter(([, value]) => value !== undefined);
  const commands = parts
    .map(({ folder, command }) => `cd ${quoteForShell(folder)}\n${command}`)
    .join("\n");
  return [
    section("How it came about", htmlTable({ header: ["", ""], rows })),
    commands === ""
      ? undefined
      : markup`<p>The command, and the folder in which it was given:</p><pre>${commands}</pre>`,
    details("The whole configuration", markup`<pre>${JSON.stringify(config, null, 2)}</pre>`),
  ];
}

function describePart(part: RunPart | undefined): [string, string | undefined][] {
  if (part === undefined) return [];
  const { program, deno, libraries, host } = part;
  return [
    ["ActNetFormer", formatVersion(program)],
    ["Deno", deno],
    ["TensorFlow", libraries === null ? undefined : `${libraries.tensorflow}, ${libraries.device}`],
    ["ffmpeg", libraries?.ffmpeg],
    [
      "computed on",
      `${host.system}, ${host.processor}, ${host.threads} threads, ` +
      formatBytes(host.memoryBytes),
    ],
  ];
}

function describeSplit(split: RunReport["split"]): string {
  const parts = ["labeled", "unlabeled", "validation", "test"];
  const counts = parts.flatMap((part) => {
    const count = split[part];
    return typeof count === "number" && count > 0 ? `${formatCount(count)} ${part}` : [];
  });
  return counts.join(", ");
}
