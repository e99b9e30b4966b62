import { fileURLToPath } from "node:url";
import { processorName } from "../runtime/install/mod.ts";
import { writeAtomically } from "../pipeline/files/write_atomically.ts";

/** The machine and the runtime that a report was measured with. */
export interface Setting {
  readonly hardware: string;
  readonly deno: string;
}

/** Returns the setting of this process. */
export function currentSetting(): Setting {
  return {
    hardware: `${processorName()}, ${navigator.hardwareConcurrency} cores`,
    deno: Deno.version.deno,
  };
}

/** The results file of a topic. */
function reportUrl(topic: string): URL {
  return new URL(`./results/${topic}.json`, import.meta.url);
}

/** Reads the results file of a topic, as {@linkcode writeReport} has written it. */
export async function readReport<Report>(topic: string): Promise<Report> {
  return JSON.parse(await Deno.readTextFile(reportUrl(topic)));
}

/** Writes the results file of a topic. */
export async function writeReport(topic: string, report: unknown): Promise<void> {
  await writeText(reportUrl(topic), JSON.stringify(report, null, 2) + "\n");
}

/** Writes a text file as a whole or not at all. */
export async function writeText(url: URL, text: string): Promise<void> {
  await writeAtomically(fileURLToPath(url), (path) => Deno.writeTextFile(path, text));
}
