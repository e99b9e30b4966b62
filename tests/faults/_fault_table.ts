import { withFolder } from "../_temporary_folder.ts";
import type { Fault, FaultGroup, FaultRow } from "./_fault.ts";
import { DASHBOARD_FAULTS } from "./_dashboard.ts";
import { DISK_FAULTS } from "./_disks.ts";
import { DOWNLOAD_FAULTS } from "./_downloads.ts";
import { FFMPEG_FAULTS } from "./_ffmpeg.ts";
import { FOREIGN_FILE_FAULTS } from "./_foreign_files.ts";
import { INTERRUPT_FAULTS } from "./_interrupts.ts";
import { STREAM_FAULTS } from "./_streams.ts";
import { VIDEO_FAULTS } from "./_videos.ts";

/** The page that holds the table, relative to the root, and the name of its section there. */
export const FAULT_PAGE = "docs/operations.md";
export const FAULT_SECTION = "faults";

/** All faults, in the order of the table. */
export const FAULT_GROUPS: readonly FaultGroup[] = [
  FFMPEG_FAULTS,
  VIDEO_FAULTS,
  INTERRUPT_FAULTS,
  DISK_FAULTS,
  DOWNLOAD_FAULTS,
  FOREIGN_FILE_FAULTS,
  DASHBOARD_FAULTS,
  STREAM_FAULTS,
];

/**
 * Makes a fault happen in a folder of its own.
 *
 * @returns Its row of the table. In what the user sees, the folder is written as `…`.
 */
export async function runFault({ fault, outcome, inject }: Fault): Promise<FaultRow> {
  return await withFolder(async (folder) => {
    const text = (await inject(folder)).trim().replaceAll(folder, "…").replaceAll(/\s+/g, " ");
    return { fault, outcome, seen: text === "" ? "nothing" : `\`${text}\`` };
  });
}

/** Writes the rows of a group as Markdown, as `deno fmt` does not format it yet. */
export function formatGroup(title: string, rows: readonly FaultRow[]): string {
  const lines = rows.map(({ fault, outcome, seen }) =>
    `| ${[fault, outcome, seen].map(escapeCell).join(" | ")} |`
  );
  return [
    `### ${title}`,
    "",
    "| fault | outcome | what is seen |",
    "| --- | --- | --- |",
    ...lines,
    "",
  ].join("\n");
}

/** Reads the rows of all groups from the section of the page. */
export function parseRows(section: string): FaultRow[] {
  const rows: FaultRow[] = [];
  for (const line of section.split("\n")) {
    if (!line.startsWith("| ") || /^\| (fault +\||-)/.test(line)) continue;
    const cells = line.split(/(?<!\\)\|/).slice(1, -1).map((cell) =>
      cell.trim().replaceAll("\\|", "|")
    );
    const [fault = "", outcome = "", seen = ""] = cells;
    rows.push({ fault, outcome, seen });
  }
  return rows;
}

function escapeCell(text: string): string {
  return text.replaceAll("|", "\\|");
}
