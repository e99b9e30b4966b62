import { basename, join } from "node:path";
import { explainFullDisk, writeAtomically } from "./files.ts";
import { RunFolderError } from "./run_folder_error.ts";

const CONFIG = "config.json";
const RESULTS = "results.json";
const SPLIT = "split.json";
const METRICS = "metrics.jsonl";
const LOCK = "lock";
const CHECKPOINTS = "checkpoints";

/** Options of {@linkcode createRunFolder} and {@linkcode findRunFolder}. */
export interface RunFolderOptions {
  /** Folder that holds the run folders. @default "runs" */
  readonly root?: string;
}

/**
 * A run's folder: `config.json`, `split.json`, `metrics.jsonl`, `checkpoints/` and at the end
 * `results.json` and the networks' weights, `primary.safetensors` and `auxiliary.safetensors`.
 * Whoever writes to it holds it first.
 */
export class RunFolder implements Disposable {
  /** Path of the folder. */
  readonly path: string;
  #lock: Deno.FsFile | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /**
   * Keeps other processes from holding the folder until this one is disposed or ends.
   *
   * @throws {RunFolderError} where another process holds it.
   */
  hold(): this {
    // The operating system gives the lock back however the process ends, so no run stays locked.
    const lock = Deno.openSync(join(this.path, LOCK), { create: true, write: true });
    if (!lock.tryLockSync(true)) {
      lock.close();
      throw new RunFolderError(`${this.path} is in use by another process; wait for it or end it`);
    }
    this.#lock = lock;
    return this;
  }

  /** The run's name: the last part of its path. */
  get name(): string {
    return basename(this.path);
  }

  /** Folder of the checkpoints. */
  get checkpoints(): string {
    return join(this.path, CHECKPOINTS);
  }

  /** File of the metrics: one JSON object a line. */
  get metrics(): string {
    return join(this.path, METRICS);
  }

  /** File of a network's weights, as the official PyTorch code names and lays them out. */
  weights(network: "primary" | "auxiliary"): string {
    return join(this.path, `${network}.safetensors`);
  }

  /** Writes the resolved configuration; its time stays that of the first writing, when the run began. */
  async writeConfig(config: unknown): Promise<void> {
    const path = join(this.path, CONFIG);
    const begun = statIfThere(path)?.mtime ?? null;
    await writeJson(path, config);
    if (begun !== null) await Deno.utime(path, begun, begun);
  }

  /** Reads the configuration that {@linkcode writeConfig} wrote. */
  async readConfig(): Promise<unknown> {
    return JSON.parse(await Deno.readTextFile(join(this.path, CONFIG)));
  }

  /** Writes which videos the run trains and is tested on, in short, with their hash. */
  async writeSplit(record: unknown): Promise<void> {
    await writeJson(join(this.path, SPLIT), record);
  }

  /** Writes the final results. */
  async writeResults(results: unknown): Promise<void> {
    await writeJson(join(this.path, RESULTS), results);
  }

  /** Removes the folder where no metrics and no checkpoint were written into it. */
  removeIfUnused(): void {
    const recorded = (statIfThere(this.metrics)?.size ?? 0) + entries(this.checkpoints).length;
    if (recorded === 0) Deno.removeSync(this.path, { recursive: true });
  }

  /** Lets go of the folder; harmless where it is not held. */
  [Symbol.dispose](): void {
    this.#lock?.close();
    this.#lock = undefined;
  }
}

/**
 * Makes a new run folder and holds it.
 *
 * @param name Name of the run, or `{ preset }` for the next free `<preset>-0001`.
 * @throws {RunFolderError} where a run of that name exists, or the name is no plain folder name.
 * @throws {DiskFullError}
 */
export function createRunFolder(
  name: string | { readonly preset: string },
  { root = "runs" }: RunFolderOptions = {},
): RunFolder {
  if (typeof name !== "string") return createNumbered(name.preset, root);
  checkName(name);
  const path = join(root, name);
  if (tryCreate(path)) return new RunFolder(path).hold();
  const hint = `go on with it by --resume ${name}, or choose another --name`;
  throw new RunFolderError(`${path} exists already; ${hint}`);
}

/**
 * Finds a run folder, without holding it.
 *
 * @param name Name of the run; the newest run where it is left out.
 * @throws {RunFolderError} where there is none.
 */
export function findRunFolder(
  name?: string,
  { root = "runs" }: RunFolderOptions = {},
): RunFolder {
  const runs = listRuns(root);
  const found = name === undefined ? runs.at(-1) : runs.find((run) => run === name);
  if (found !== undefined) return new RunFolder(join(root, found));
  const wanted = name === undefined ? "a run" : `the run ${name}`;
  const known = runs.length === 0 ? "has none" : `has ${runs.slice(-8).join(", ")}`;
  throw new RunFolderError(`${wanted} is not in ${root}/, which ${known}`);
}

/** Names of the runs in a folder, the one begun last at the end. */
function listRuns(root: string): string[] {
  const begun = new Map<string, number>();
  for (const entry of entries(root)) {
    const config = entry.isDirectory ? statIfThere(join(root, entry.name, CONFIG)) : undefined;
    if (config !== undefined) begun.set(entry.name, config.mtime?.getTime() ?? 0);
  }
  const order = (one: string, other: string) =>
    (begun.get(one) ?? 0) - (begun.get(other) ?? 0) || (one < other ? -1 : 1);
  return [...begun.keys()].sort(order);
}

function createNumbered(preset: string, root: string): RunFolder {
  checkName(preset);
  const numbers = [...entries(root)]
    .filter(({ name }) => name.startsWith(`${preset}-`))
    .map(({ name }) => Number(name.slice(preset.length + 1)))
    .filter(Number.isSafeInteger);
  // Another process may take the number between looking and making, so the making decides.
  for (let number = Math.max(0, ...numbers) + 1;; number++) {
    const path = join(root, `${preset}-${String(number).padStart(4, "0")}`);
    if (tryCreate(path)) return new RunFolder(path).hold();
  }
}

function tryCreate(path: string): boolean {
  try {
    Deno.mkdirSync(join(path, ".."), { recursive: true });
    Deno.mkdirSync(path);
    Deno.mkdirSync(join(path, CHECKPOINTS));
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false;
    throw explainFullDisk(path, error);
  }
}

function checkName(name: string): void {
  if (/^[A-Za-z0-9][\w.-]*$/.test(name)) return;
  throw new RunFolderError(
    `Cannot use the run name as it must be letters, digits, "_", "-" and ".": current value is ${name}`,
  );
}

function entries(root: string): Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(root)];
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

function statIfThere(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

async function writeJson(path: string, value: unknown): Promise<void> {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  await writeAtomically(path, (temporary) => Deno.writeTextFile(temporary, text));
}
