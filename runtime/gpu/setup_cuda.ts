import { dirname, join } from "node:path";
import { findMisfit } from "../wheels/find_misfit.ts";
import { bytesToInstall, requireFreeSpace } from "../wheels/free_space.ts";
import { installWheel } from "../wheels/install_wheel.ts";
import type { ReportProgress } from "../wheels/progress.ts";
import { ProvisionError } from "../wheels/provision_error.ts";
import { reasonOf } from "../wheels/reason_of.ts";
import type { Wheel } from "../wheels/wheel.ts";
import { BUILD_FOLDER } from "./cuda_build.ts";
import { findOnSystem } from "./cuda_libraries.ts";
import type { CudaPackage } from "./cuda_package.ts";
import type { LibrarySearch } from "./library_search.ts";

/** One wheel to install, and the folder to install it into. */
export interface CudaPart {
  /** What is installed. */
  readonly wheel: Wheel;
  /** Folder that gets its members. */
  readonly directory: string;
}

/** Result of {@linkcode planCuda}. */
export interface CudaPlan {
  /** Parts to download, in this order. */
  readonly missing: readonly CudaPart[];
  /** Parts that are installed already. */
  readonly installed: readonly CudaPart[];
  /** Sets that the system has: the name of a set, and the folder of its first library. */
  readonly onSystem: readonly { readonly set: string; readonly directory: string }[];
}

/** Options of {@linkcode planCuda}. */
export interface CudaPlanOptions {
  /** Folder that gets `tensorflow/` and `nvidia/`. */
  readonly root: string;
  /** Wheel of TensorFlow's CUDA build. */
  readonly build: Wheel;
  /** NVIDIA's packages that the build needs. */
  readonly packages: readonly CudaPackage[];
  /** Where the system's libraries are. */
  readonly system: LibrarySearch;
}

/**
 * Compares what TensorFlow's CUDA build needs with what is installed. A set of libraries is not
 * downloaded if the system has all of it, in releases that are new enough.
 */
export async function planCuda(
  { root, build, packages, system }: CudaPlanOptions,
): Promise<CudaPlan> {
  const missing: CudaPart[] = [];
  const installed: CudaPart[] = [];
  const sets = await setsOnSystem(packages, system);
  const parts = [
    { set: null, wheel: build, directory: join(root, BUILD_FOLDER) },
    ...packages.map(({ set, wheel, folder }) => ({
      set,
      wheel,
      directory: join(root, "nvidia", folder),
    })),
  ];
  for (const { set, ...part } of parts) {
    const files = { path: part.directory, files: part.wheel.members };
    if (await findMisfit(files) === null) installed.push(part);
    else if (set === null || !sets.has(set)) missing.push(part);
  }
  const onSystem = [...sets].map(([set, directory]) => ({ set, directory }));
  return { missing, installed, onSystem };
}

/** Options of {@linkcode installCuda}. */
export interface InstallCudaOptions {
  /** Package index; see `DownloadOptions.indexUrl`. */
  readonly indexUrl?: string | undefined;
  /** Python to run pip with, for example "python3". */
  readonly python: string;
  /**
   * Creates the reporter of one part's progress; the title is for example "tensorflow 2.21.0 (1 of
   * 12)".
   */
  readonly reporter: (title: string) => ReportProgress;
  /** Ends a download, with the signal's reason; nothing half done is left. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Downloads and installs the missing parts of a plan, one wheel after the other. Each part is
 * installed completely or not at all, so that a new plan after an interruption lists only what is
 * still missing.
 *
 * @throws {ProvisionError} If the disk has no room for all of them (before the first download), or
 * a wheel cannot be downloaded.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function installCuda(
  { missing }: Pick<CudaPlan, "missing">,
  { reporter, ...options }: InstallCudaOptions,
): Promise<void> {
  const [first] = missing;
  if (first === undefined) return;
  try {
    const neededBytes = bytesToInstall(...missing.map(({ wheel }) => wheel));
    await requireFreeSpace(dirname(first.directory), neededBytes);
  } catch (error) {
    throw notSetUp("the disk has no room for it", error, NEEDS_ROOM);
  }
  for (const [index, { wheel, directory }] of missing.entries()) {
    const title = `${wheel.project} ${wheel.version}`;
    const report = reporter(`${title} (${index + 1} of ${missing.length})`);
    try {
      await installWheel(wheel, { ...options, directory, report });
    } catch (error) {
      options.signal?.throwIfAborted();
      throw notSetUp(`${title} was not installed`, error, RESUMES);
    }
  }
}

const NEEDS_ROOM = "Free some space, or let XDG_CACHE_HOME name a folder on another disk.";
const RESUMES = "Run 'deno task setup --gpu' again: it downloads only what is not installed yet.";

function notSetUp(what: string, cause: unknown, remedy: string): ProvisionError {
  const attempts = cause instanceof ProvisionError
    ? cause.attempts
    : [{ source: "installing into the cache", reason: reasonOf(cause) }];
  return new ProvisionError(`Cannot set up the GPU: ${what}`, {
    attempts,
    cause,
    remedies: [remedy],
  });
}

/** Returns the sets that a system has completely, each with the folder of its first library. */
async function setsOnSystem(
  packages: readonly CudaPackage[],
  system: LibrarySearch,
): Promise<Map<string, string>> {
  const sets = new Map<string, string>();
  for (const set of new Set(packages.map(({ set }) => set))) {
    if (set === null) continue;
    const members = packages.filter((member) => member.set === set);
    const libraries = members.flatMap((member) => member.libraries);
    const found = await Promise.all(libraries.map(({ name }) => findOnSystem(name, system)));
    const paths = found.flatMap(({ path, problem }) => path && problem === null ? [path] : []);
    if (paths[0] !== undefined && paths.length === libraries.length) {
      sets.set(set, dirname(paths[0]));
    }
  }
  return sets;
}
