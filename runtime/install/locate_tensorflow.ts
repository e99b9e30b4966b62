import { join, resolve } from "node:path";
import type { LibraryPaths } from "../ffi/library.ts";
import { holdsMembers } from "../wheels/install_wheel.ts";
import { type ProvisionAttempt, ProvisionError, reasonOf } from "../wheels/provision_error.ts";
import { runPython } from "../wheels/run_python.ts";
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
 * @throws {ProvisionError} If LIBTENSORFLOW_DIR is set and does not hold a fitting TensorFlow.
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
      attempts.push({ source, reason: reasonOf(error) });
    }
  }
  return { libraries: null, attempts };
}

/** Returns the paths of both libraries in a folder. */
export function librariesIn(directory: string, source: string): TensorFlowLibraries {
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
    const version = tensorFlowVersion(libraries);
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

async function inCache({ cacheDirectory, wheel }: LocateOptions): Promise<TensorFlowLibraries> {
  const directory = cacheDirectory();
  if (await holdsMembers(directory, wheel)) return librariesIn(directory, "cache");
  throw new Error(`${directory} does not hold it`);
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
      if ((await Deno.stat(path)).isFile) continue;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    throw new Error(`there is no file ${path}`);
  }
}
