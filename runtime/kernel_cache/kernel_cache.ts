import { createHash } from "node:crypto";
import { basename, join } from "node:path";
import { tryLock } from "../files/try_lock.ts";

/** Bytes of all kernels that are kept: checking them takes 50 ms. A pair has about 45, of 17 KiB each. */
const MOST_BYTES = 16 * 2 ** 20;

/** Age from which a folder counts as left over, where locks do not say whose process has ended. */
const LEFT_OVER_MS = 24 * 3600 * 1000;

/** A kernel that is kept: the name that TensorFlow gave it, then the SHA-256 of its content. */
const KEPT = /^(?<name>xla_compile_cache_.+\.pb)\.(?<hash>[0-9a-f]{64})$/;

/** A kernel that TensorFlow has written. */
const WRITTEN = /^xla_compile_cache_.+\.pb$/;

/** The start of the names of the folders of processes. */
const OF_PROCESS = "process-";

/** The same before it is locked: nobody takes it for that of an ended process. */
const IN_MAKING = "new-";

/** A file in the folder of a process, locked as long as that runs. */
const IN_USE = "in-use";

/**
 * Kernels that XLA has compiled, kept from process to process. TensorFlow reads and writes them in a
 * folder that only this process uses, and would end with an error if it found a damaged one there: so
 * they are checked on their way in, and kept, once they are whole, on their way out.
 */
export class KernelCache {
  readonly #folder: string;
  /** Names of the kernels that were there before. */
  readonly #known: ReadonlySet<string>;
  readonly #lock: Deno.FsFile;

  /** The folder that TensorFlow works in: of this process alone. */
  readonly working: string;

  private constructor(folder: string, working: string, lock: Deno.FsFile) {
    this.#folder = folder;
    this.working = working;
    this.#lock = lock;
    this.#known = linkWhole(folder, working);
  }

  /**
   * Makes the working folder, with all kernels that are whole, and removes the others.
   *
   * @param folder Where kernels are kept: of one build of TensorFlow and one kind of processor.
   */
  static open(folder: string): KernelCache {
    Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
    const made = Deno.makeTempDirSync({ dir: folder, prefix: IN_MAKING });
    using stack = new DisposableStack();
    const lock = stack.use(Deno.openSync(join(made, IN_USE), { write: true, createNew: true }));
    // Where there are no locks, its age decides.
    tryLock(lock);
    const working = join(folder, basename(made).replace(IN_MAKING, OF_PROCESS));
    Deno.renameSync(made, working);
    const cache = new KernelCache(folder, working, lock);
    stack.move();
    return cache;
  }

  /** Keeps what was compiled meanwhile, and removes the working folder. */
  close(): void {
    for (const { name } of entriesOf(this.working)) {
      if (!WRITTEN.test(name) || this.#known.has(name)) continue;
      const path = join(this.working, name);
      const content = readSync(path);
      if (content === null) continue;
      Deno.renameSync(path, join(this.#folder, `${name}.${hashOf(content)}`));
    }
    removeSync(this.working);
    this.#lock.close();
  }
}

/** Links the kernels that are kept in `folder` into `working`; returns their names. */
function linkWhole(folder: string, working: string): Set<string> {
  const linked = new Set<string>();
  let bytes = 0;
  for (const { path, entry, size, modifiedMs } of newestFirst(folder)) {
    if (entry.startsWith(OF_PROCESS) || entry.startsWith(IN_MAKING)) {
      if (isLeftOver(path) ?? Date.now() - modifiedMs > LEFT_OVER_MS) removeSync(path);
      continue;
    }
    bytes += size;
    const { name, hash } = KEPT.exec(entry)?.groups ?? {};
    const content = readSync(path);
    // Another process has just removed it.
    if (content === null) continue;
    const isWhole = name !== undefined && hashOf(content) === hash;
    // Two processes that compiled it at the same time have both kept it, as different bytes.
    if (!isWhole || linked.has(name) || bytes > MOST_BYTES) {
      removeSync(path);
      continue;
    }
    // Takes no room: TensorFlow reads files, or replaces them.
    if (ifPresent(() => Deno.linkSync(path, join(working, name))) !== null) linked.add(name);
  }
  return linked;
}

/** Whether the process of a folder has ended; null if that is not known. */
function isLeftOver(folder: string): boolean | null {
  return ifPresent(() => {
    using file = Deno.openSync(join(folder, IN_USE), { write: true });
    const outcome = tryLock(file);
    return outcome === "unknown" ? null : outcome === "held";
  });
}

interface Found {
  readonly path: string;
  readonly entry: string;
  readonly size: number;
  readonly modifiedMs: number;
}

function newestFirst(folder: string): Found[] {
  const found = entriesOf(folder).flatMap(({ name: entry }): Found[] => {
    const path = join(folder, entry);
    const stat = ifPresent(() => Deno.statSync(path));
    if (stat === null) return [];
    return [{ path, entry, size: stat.size, modifiedMs: stat.mtime?.getTime() ?? 0 }];
  });
  return found.sort((first, second) => second.modifiedMs - first.modifiedMs);
}

function entriesOf(folder: string): Deno.DirEntry[] {
  return ifPresent(() => [...Deno.readDirSync(folder)]) ?? [];
}

function readSync(path: string): Uint8Array | null {
  return ifPresent(() => Deno.readFileSync(path));
}

function removeSync(path: string): void {
  ifPresent(() => Deno.removeSync(path, { recursive: true }));
}

/** Returns null instead if a file or folder is not there: other processes remove some. */
function ifPresent<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

function hashOf(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
