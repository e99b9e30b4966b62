import { join, resolve } from "node:path";
import type { LibraryPaths } from "../ffi/load_library.ts";
import { ChangedFileError } from "../wheels/changed_file_error.ts";
import type { PinnedFolder } from "../wheels/pinned_folder.ts";
import type { ReportProgress } from "../wheels/progress.ts";
import { type ProvisionAttempt, ProvisionError } from "../wheels/provision_error.ts";
import { reasonOf } from "../wheels/reason_of.ts";
import { requireInstalled } from "../wheels/require_installed.ts";
import { runPython } from "../wheels/run_python.ts";
import { changedLibraryError } from "./changed_library_error.ts";
import { requireWholeLibrary } from "./require_whole_library.ts";
import { tensorFlowVersion } from "./tensorflow_version.ts";
import {
  FRAMEWORK_FILE,
  isFittingVersion,
  LIBRARY_FILE,
  TENSORFLOW_VERSION,
} from "./tensorflow_wheel.ts";
import type { Wheel } from "../wheels/wheel.ts";

/** TensorFlow's two C libraries, and where they were found. */
export interface TensorFlowLibraries extends LibraryPaths {
  /** Where they were found: "LIBTENSORFLOW_DIR", "cache", "Python package tensorflow 2.21.0" … */
  readonly source: string;
  /** The folder in the user's cache that they are in; undefined if they are elsewhere. */
  readonly folder?: PinnedFolder | undefined;
}

/** Options of {@linkcode locateTensorFlow}. */
export interface LocateOptions {
  /** Value of LIBTENSORFLOW_DIR; undefined if it is not set. */
  readonly libraryDirectory: string | undefined;
  /**
   * Returns the folder of this wheel's libraries in the user's cache. Only called when the cache is
   * searched, because it throws for a user without a cache.
   */
  readonly cacheDirectory: () => string;
  /** Wheel whose members the cache holds. */
  readonly wheel: Wheel;
  /**
   * Command that installs the wheel again.
   *
   * @default "deno task setup"
   */
  readonly command?: string | undefined;
  /** Called with the progress where the libraries in the cache are read to check them. */
  readonly report?: ReportProgress | undefined;
  /** Python to ask for an installed TensorFlow, for example "python3". */
  readonly python: string;
  /**
   * Python packages that contain the libraries.
   *
   * @default ["tensorflow", "tensorflow-cpu"]
   */
  readonly packages?: readonly string[];
}

/**
 * Looks for TensorFlow's C libraries on this machine, without downloading anything: in
 * LIBTENSORFLOW_DIR, in the user's cache, in an installed Python package.
 *
 * @returns The libraries, or null if there are none, and why the locations searched before them
 * failed.
 * @throws {ProvisionError} If LIBTENSORFLOW_DIR is set and does not hold a fitting TensorFlow, or
 * the libraries in the cache were changed after they had been installed.
 */
export async function locateTensorFlow(
  options: LocateOptions,
): Promise<{ libraries: TensorFlowLibraries | null; attempts: ProvisionAttempt[] }> {
  if (options.libraryDirectory !== undefined) {
    return { libraries: await inNamedDirectory(options.libraryDirectory), attempts: [] };
  }
  const attempts: ProvisionAttempt[] = [];
  const locations = [
    { source: "cache", find: () => inCache(options) },
    { source: "installed Python package", find: () => inPythonPackage(options) },
  ];
  for (const { source, find } of locations) {
    try {
      return { libraries: await find(), attempts };
    } catch (error) {
      if (error instanceof ChangedFileError) throw changedLibraryError(error);
      attempts.push({ source, reason: reasonOf(error) });
    }
  }
  return { libraries: null, attempts };
}

/** Returns the folder of the wheel's libraries in the user's cache. */
export function cacheFolder(
  { cacheDirectory, wheel, command = "deno task setup" }: LocateOptions,
): PinnedFolder {
  return { path: cacheDirectory(), files: wheel.members, command };
}

/** Returns both libraries in a folder of the user's cache. */
export function librariesInCache(folder: PinnedFolder, source: string): TensorFlowLibraries {
  return { ...librariesIn(folder.path, source), folder };
}

function librariesIn(directory: string, source: string): TensorFlowLibraries {
  return {
    framework: join(directory, FRAMEWORK_FILE),
    library: join(directory, LIBRARY_FILE),
    source,
  };
}

async function inNamedDirectory(directory: string): Promise<TensorFlowLibraries> {
  const libraries = librariesIn(resolve(directory), "LIBTENSORFLOW_DIR");
  try {
    await requireFiles(libraries);
    const version = await tensorFlowVersion(libraries);
    if (!isFittingVersion(version)) throw new Error(`it holds TensorFlow ${version}`);
  } catch (error) {
    throw new ProvisionError(
      `Cannot use TensorFlow as 'LIBTENSORFLOW_DIR' must name a folder with ${FRAMEWORK_FILE} and ` +
        `${LIBRARY_FILE} of version ${TENSORFLOW_VERSION}: current value is '${directory}'`,
      {
        attempts: [{ source: "LIBTENSORFLOW_DIR", reason: reasonOf(error) }],
        remedies: [
          "Let LIBTENSORFLOW_DIR name such a folder, or unset it: TensorFlow is then found or downloaded.",
        ],
        cause: error,
      },
    );
  }
  return libraries;
}

async function inCache(options: LocateOptions): Promise<TensorFlowLibraries> {
  const folder = cacheFolder(options);
  await requireInstalled(folder, options.report);
  return librariesInCache(folder, "cache");
}

/** Prints where an installed TensorFlow is without importing it, which would take seconds. */
const FIND_PACKAGE = `
import importlib.metadata, importlib.util, json, sys
spec = importlib.util.find_spec("tensorflow")
folders = list(spec.submodule_search_locations or []) if spec else []
packages = {}
for name in sys.argv[1:]:
    try:
        packages[name] = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        pass
print(json.dumps({"folders": folders, "packages": packages}))
`;

async function inPythonPackage(
  { python, packages: names = ["tensorflow", "tensorflow-cpu"] }: LocateOptions,
): Promise<TensorFlowLibraries> {
  const answer = await runPython({ python, args: ["-c", FIND_PACKAGE, ...names], directory: "/" });
  const { folders, packages } = JSON.parse(answer) as {
    folders: string[];
    packages: Record<string, string>;
  };
  const installed = Object.entries(packages);
  if (installed.length === 0 || folders[0] === undefined) {
    throw new Error(`${python} has no package ${names.join(" or ")}`);
  }
  const fitting = installed.find(([, version]) => isFittingVersion(version));
  if (fitting === undefined) {
    const found = installed.map(([name, version]) => `${name} ${version}`).join(", ");
    throw new Error(`${python} has ${found}, not ${TENSORFLOW_VERSION}`);
  }
  const libraries = librariesIn(folders[0], `Python package ${fitting.join(" ")}`);
  await requireFiles(libraries);
  return libraries;
}

async function requireFiles({ framework, library }: TensorFlowLibraries): Promise<void> {
  for (const path of [framework, library]) {
    try {
      if (!(await Deno.stat(path)).isFile) throw new Error(`${path} is not a file`);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      throw new Error(`there is no file ${path}`);
    }
    await requireWholeLibrary(path);
  }
}
