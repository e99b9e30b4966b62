import { join } from "node:path";
import type { FileDigest } from "../../runtime/wheels/check_file.ts";
import { installWheel } from "../../runtime/wheels/install_wheel.ts";
import type { PinnedFolder } from "../../runtime/wheels/pinned_folder.ts";
import type { ReportProgress } from "../../runtime/wheels/progress.ts";
import { ProvisionError } from "../../runtime/wheels/provision_error.ts";
import type { Wheel } from "../../runtime/wheels/wheel.ts";
import { machineName, PROGRAM } from "./_pinned_program.ts";

/** The version of the Python package, and of the ffmpeg in it. */
const VERSION = { package: "0.8.1", ffmpeg: "9.0.2" };

/** The wheels that hold an ffmpeg, by system and processor. */
const WHEELS: ReadonlyMap<string, Wheel> = new Map([
  [
    "linux x86_64",
    wheelFor("x86_64", {
      bytes: 67_998_402,
      sha256: "050d6850601c3b3890bd2b28306f3b842b3daea390a561101174375a1c460bda",
      program: {
        bytes: 172_692_552,
        sha256: "0d709a0bed1a43f24cd2c420878c63afea4580671b6949ad19ed124572f3bc3d",
      },
    }),
  ],
  [
    "linux aarch64",
    wheelFor("aarch64", {
      bytes: 60_956_631,
      sha256: "fad3176f859b25869e60a8ed79957d4e3ed74a97a95e5f0cdcb91455f6c6d00e",
      program: {
        bytes: 130_865_896,
        sha256: "0b0b5ac30495b4e07ce1321b8d58200f901f57782884a8b6b264c7528c2c9e77",
      },
    }),
  ],
]);

/** Returns the wheel of imageio-ffmpeg for this machine; null if there is none. */
export function imageioWheel(): Wheel | null {
  return WHEELS.get(machineName()) ?? null;
}

/**
 * Returns the folder that the program of a wheel is unpacked into.
 *
 * @param directory Folder in the user's cache.
 */
export function wheelFolder(directory: string, { members }: Wheel): PinnedFolder {
  const path = join(directory, `imageio-ffmpeg-${VERSION.package}`);
  return { path, files: members, command: "deno task setup" };
}

/** Options of {@linkcode installWheelBinary}. */
export interface WheelBinaryOptions {
  /** The wheel. */
  readonly wheel: Wheel;
  /** Python to run pip with, for example "python3". */
  readonly python: string;
  /** Package index; if omitted, that of the user's pip, or PyPI. */
  readonly indexUrl?: string | undefined;
  /** Called with the progress. */
  readonly report: ReportProgress;
  /** Ends it, with the signal's reason, when what it left half done is removed. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Downloads a wheel of imageio-ffmpeg as that of TensorFlow, checks it, and unpacks its program.
 *
 * @throws {Error} If it cannot be installed; the message has one line.
 */
export async function installWheelBinary(
  folder: PinnedFolder,
  { wheel, ...settings }: WheelBinaryOptions,
): Promise<void> {
  try {
    await installWheel(wheel, { ...settings, directory: folder.path });
  } catch (error) {
    if (!(error instanceof ProvisionError)) throw error;
    const reasons = error.attempts.map(({ source, reason }) => `${source}: ${reason}`);
    throw new Error(reasons.join("; "), { cause: error });
  }
}

function wheelFor(
  processor: string,
  { program, ...digest }: FileDigest & { readonly program: FileDigest },
): Wheel {
  const platform = `manylinux_2_28_${processor}`;
  const name = `ffmpeg-linux-${processor}-v${VERSION.ffmpeg}`;
  return {
    project: "imageio-ffmpeg",
    version: VERSION.package,
    fileName: `imageio_ffmpeg-${VERSION.package}-py3-none-${platform}.whl`,
    pythonVersion: "3.11",
    platform,
    ...digest,
    members: [{
      path: `imageio_ffmpeg/binaries/${name}`,
      fileName: PROGRAM,
      ...program,
      executable: true,
    }],
  };
}
