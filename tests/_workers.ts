import { ROOT } from "./_sources.ts";

/** A worker's process that has ended. */
export interface EndedWorker {
  /** 0 for success. */
  readonly code: number;
  readonly signal: Deno.Signal | null;
  /** What it printed. */
  readonly stdout: string;
  readonly stderr: string;
}

/** A worker's process. */
export interface RunningWorker {
  readonly process: Deno.ChildProcess;
  readonly ended: Promise<EndedWorker>;
}

/** Limit of a worker's time, so that no test hangs. */
const LIMIT_MS = 180_000;

/**
 * Starts a program as a worker; its first argument is a JSON text.
 *
 * @param program Path relative to the root.
 */
export function startWorker(program: string, argument: unknown): RunningWorker {
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-P=program", program, JSON.stringify(argument)],
    cwd: ROOT,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  return { process, ended: endOf(process) };
}

async function endOf(process: Deno.ChildProcess): Promise<EndedWorker> {
  const limit = setTimeout(() => process.kill("SIGKILL"), LIMIT_MS);
  const { code, signal, stdout, stderr } = await process.output();
  clearTimeout(limit);
  const decoder = new TextDecoder();
  return { code, signal, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}
