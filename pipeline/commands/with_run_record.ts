import { describeHost } from "../program/describe_host.ts";
import { describeLibraries } from "../program/describe_libraries.ts";
import { describeProgram } from "../program/describe_program.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { RunLog } from "../run/run_log.ts";
import type { RunPart } from "../run/run_record.ts";
import { writeCurves } from "../runs/write_curves.ts";
import { INTERRUPTED } from "../terminal/interrupt.ts";
import { describeError } from "../terminal/describe_error.ts";
import { reportError } from "../terminal/report_error.ts";
import { showLine } from "../terminal/show_line.ts";
import { taskCommand } from "../terminal/task_command.ts";
import { showError } from "../terminal/show_error.ts";

/** Options of {@linkcode withRunRecord}. */
export interface RunRecordOptions {
  /** The run whose weights a new run starts from, by name or path. */
  readonly parent?: string | undefined;
}

/**
 * Runs work on a run that this process holds, and keeps in the run's folder what was done: the
 * record (`run.json`), what was shown (`log.txt`), and at the end the curves (`curves.svg`).
 *
 * @param work Gets the log; returns the command's exit code.
 * @returns The exit code of the work.
 * @throws {DiskFullError} If the disk is full.
 */
export async function withRunRecord(
  run: RunFolder,
  work: (log: RunLog) => Promise<number>,
  { parent }: RunRecordOptions = {},
): Promise<number> {
  using log = new RunLog(run.log, { onProblem: showLine });
  const started = startPart();
  log.write(`$ ${started.command}`);
  const { parts, ...facts } = await run.readRecord() ?? { parent, parts: [] };
  const before = { ...facts, parts: parts.map((part) => withEnd(part, run)) };
  const keep = async (...added: readonly RunPart[]) => {
    await run.writeRecord({ ...before, parts: [...before.parts, ...added] });
  };
  await keep(started);
  const outcome = await outcomeOf(() => work(log));
  try {
    const ended = await endPart(started, outcome);
    // A run that refuses to be resumed stays what it was.
    await (ended.state === "failed" && ended.libraries === null ? keep() : keep(ended));
    await writeCurves(run);
  } catch (error) {
    // What ended the work is what the user must see; the disk may be full by now.
    if (!("error" in outcome)) throw error;
    showError(error);
  }
  if ("exitCode" in outcome) return outcome.exitCode;
  log.write(reportError(outcome.error, false).text);
  throw outcome.error;
}

/** How work ended: with an exit code, or by an error. */
type Outcome = { readonly exitCode: number } | { readonly error: unknown };

async function outcomeOf(work: () => Promise<number>): Promise<Outcome> {
  try {
    return { exitCode: await work() };
  } catch (error) {
    return { error };
  }
}

/**
 * Gives a part that was ended from outside its end, which nobody wrote: when it last wrote metrics.
 * It is known only until the next part writes some.
 */
function withEnd(part: RunPart, run: RunFolder): RunPart {
  if (part.endedAt !== null) return part;
  const started = Date.parse(part.startedAt);
  return { ...part, endedAt: new Date(Math.max(started, run.changedAt().getTime())).toISOString() };
}

function startPart(): RunPart {
  return {
    state: "running",
    command: taskCommand(...Deno.args),
    folder: Deno.cwd(),
    startedAt: new Date().toISOString(),
    endedAt: null,
    program: describeProgram(),
    deno: Deno.version.deno,
    libraries: null,
    host: describeHost(),
  };
}

async function endPart(started: RunPart, outcome: Outcome): Promise<RunPart> {
  const ended = {
    ...started,
    endedAt: new Date().toISOString(),
    libraries: await describeLibraries(),
  };
  if ("error" in outcome) {
    const reason = describeError(outcome.error);
    return { ...ended, state: "failed", reason };
  }
  return { ...ended, state: outcome.exitCode === INTERRUPTED ? "interrupted" : "finished" };
}
