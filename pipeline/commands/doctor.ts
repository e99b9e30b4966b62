import { examine } from "../doctor/examine.ts";
import { gpuRows } from "../doctor/examine_gpu.ts";
import type { DoctorVideos } from "../doctor/examine_videos.ts";
import type { DoctorComponent, DoctorReport } from "../doctor/report.ts";
import { formatBytes } from "../terminal/format_bytes.ts";
import { formatMegabytes } from "../terminal/format_megabytes.ts";
import { printText } from "../terminal/print_text.ts";
import { plainLine } from "../../runtime/text/plain_line.ts";

/**
 * Examines this machine and prints what is installed, what is missing and how to fix it.
 *
 * @param data Folder or list of videos whose codecs ffmpeg must have.
 * @returns The exit code: 1 if something is missing without which nothing runs, else 0.
 */
export async function doctorCommand(data?: string): Promise<number> {
  const report = await examine(data);
  printText(formatReport(report));
  return exitCodeOf(report);
}

/** Returns the exit code for a report: 1 if it has a fatal problem, else 0. */
export function exitCodeOf({ problems }: Pick<DoctorReport, "problems">): number {
  return problems.some(({ fatal }) => fatal) ? 1 : 0;
}

/** Formats a report for the terminal, without a final newline. */
export function formatReport(report: DoctorReport): string {
  const lines = rowsOf(report).map(([name, value]) => plainLine(`${name.padEnd(12)}${value}`));
  if (report.problems.length === 0) {
    return [...lines, "", "No problems found."].join("\n");
  }
  for (const { what, remedy, fatal } of report.problems) {
    lines.push("", `${fatal ? "Problem" : "Warning"}: ${what}`);
    if (remedy !== "") lines.push(`  ${remedy}`);
  }
  return lines.join("\n");
}

/** Name and value of each line. */
function rowsOf(report: DoctorReport): [name: string, value: string][] {
  const { machine, processor, memory, gpu } = report;
  const features = processor.features.length === 0 ? "unknown" : processor.features.join(", ");
  const glibc = machine.glibc === null ? "" : `, glibc ${machine.glibc}`;
  const rows: [string, string][] = [
    ["Deno", report.deno],
    ["System", `${machine.os} ${machine.arch}${glibc}`],
    ["Processor", `${processor.name}, ${processor.cores} cores (${features})`],
    ["Memory", `${formatBytes(memory.totalBytes)}, ${formatBytes(memory.availableBytes)} free`],
    ["TensorFlow", describe(report.tensorflow)],
  ];
  if (gpu !== null) rows.push(...gpuRows(gpu));
  rows.push(["ffmpeg", describe(report.ffmpeg)]);
  if (report.videos !== null) rows.push(["Videos", describeVideos(report.videos)]);
  for (const { path, bytes } of report.caches) {
    rows.push(["Cache", `${path}: ${formatMegabytes(bytes)}`]);
  }
  return rows;
}

function describe({ version, path, source }: DoctorComponent): string {
  return version === null ? source : `${version} from ${source}: ${path}`;
}

function describeVideos({ count, codecs }: DoctorVideos): string {
  const parts = Array.from(codecs, ([codec, number]) => `${codec} ${number}`);
  return [String(count), ...(parts.length === 0 ? [] : [parts.join(", ")])].join(": ");
}
