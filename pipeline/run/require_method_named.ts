import { createHash } from "node:crypto";
import { basename, dirname, resolve } from "node:path";
import type { Config, Override } from "../config/config.ts";
import { readBytesIfPresent } from "../files/read_if_present.ts";
import { statIfPresent } from "../files/stat_if_present.ts";
import { quoteForShell } from "../terminal/quote_for_shell.ts";
import { RUN_FILE_NAMES } from "./_run_file_names.ts";
import { RunFolder } from "./run_folder.ts";
import { RunFolderError } from "./run_folder_error.ts";

/** Options of {@linkcode requireMethodNamed}. */
export interface MethodNamedOptions {
  /** Fields set on the command line. */
  readonly overrides: readonly Override[];
  /** What is refused, for the message: "resume runs/first". */
  readonly action: string;
}

/**
 * Requires that a method that is a module was named on the command line. Its code runs in this
 * process, and a run's folder may come from others.
 *
 * @param run The run whose configuration it is.
 * @param config The configuration, with the fields of the command line.
 * @throws {RunFolderError} If only the run names it.
 */
export async function requireMethodNamed(
  run: RunFolder,
  config: Config,
  { overrides, action }: MethodNamedOptions,
): Promise<void> {
  const { name } = config.method;
  const copy = run.methodCopy(name);
  if (copy === undefined) return;
  if (overrides.some(({ path }) => path === "method.name" || path === "method")) return;
  const path = statIfPresent(resolve(name)) === undefined ? copy : resolve(name);
  const bytes = await readBytesIfPresent(path);
  const digest = bytes === undefined
    ? "there is no such file"
    : `SHA-256 ${createHash("sha256").update(bytes).digest("hex")}`;
  throw new RunFolderError(
    `Cannot ${action} as its method must be named on the command line, as it is a program of its ` +
      `own: ${path} (${digest}). If you trust it, add --method ${quoteForShell(path)}`,
  );
}

/** Returns the run whose own configuration a file is; undefined for other files and presets. */
export function runOfConfig(source: string): RunFolder | undefined {
  if (basename(source) !== RUN_FILE_NAMES.config) return undefined;
  const run = new RunFolder(dirname(source));
  const isRun = statIfPresent(run.checkpoints) !== undefined ||
    statIfPresent(run.metrics) !== undefined;
  return isRun ? run : undefined;
}
