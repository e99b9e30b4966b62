import { join } from "node:path";
import { isFile } from "../_is_file.ts";
import { checkFile, type FileDigest } from "../../runtime/wheels/check_file.ts";
import type { DownloadLimits } from "../../runtime/wheels/download_watch.ts";
import { fetchFile } from "../../runtime/wheels/fetch_file.ts";
import { installFolder } from "../../runtime/wheels/install_folder.ts";
import type { PinnedFolder } from "../../runtime/wheels/pinned_folder.ts";
import type { ReportProgress } from "../../runtime/wheels/progress.ts";
import { installCopy, machineName, PROGRAM, programFolder } from "./_pinned_program.ts";

/** A binary of a release of ffmpeg-static. */
export interface StaticBinary {
  /** Address of the packed binary, relative to that of all releases. */
  readonly address: string;
  /** The packed binary. */
  readonly packed: FileDigest;
  /** The binary itself. */
  readonly program: FileDigest;
}

/** Options of {@linkcode installStaticBinary}. */
export interface StaticInstallOptions extends Omit<DownloadLimits, "bytes"> {
  /** The binary to install. */
  readonly binary: StaticBinary;
  /** Address of all releases. */
  readonly releases: string;
  /** Called with the progress. */
  readonly report: ReportProgress;
}

/** Where the package itself looks for its releases, unless the variable names another address. */
const RELEASES = "https://github.com/eugeneware/ffmpeg-static/releases/download";

/** The release of the package's version in deno.json. */
const RELEASE = "b6.1.1";

/** Short, as other binaries are tried next: on a slow network the user does not wait longer. */
const LIMIT_MILLISECONDS = 20_000;

/**
 * The binaries of the release, by system and processor. Those for Linux are, byte for byte, the
 * ffmpeg 7.0.2 in the wheels of imageio-ffmpeg 0.6.0.
 */
const BINARIES: ReadonlyMap<string, StaticBinary> = new Map([
  ["linux x86_64", {
    address: `${RELEASE}/ffmpeg-linux-x64.gz`,
    packed: {
      bytes: 29_354_986,
      sha256: "bfe8a8fc511530457b528c48d77b5737527b504a3797a9bc4866aeca69c2dffa",
    },
    program: {
      bytes: 79_826_272,
      sha256: "e7e7fb30477f717e6f55f9180a70386c62677ef8a4d4d1a5d948f4098aa3eb99",
    },
  }],
  ["linux aarch64", {
    address: `${RELEASE}/ffmpeg-linux-arm64.gz`,
    packed: {
      bytes: 25_568_691,
      sha256: "754a678672298bc68156adff58aa7385a592c2b30b1d0ae8750c45c915c4bac0",
    },
    program: {
      bytes: 51_134_160,
      sha256: "6bb182d0d75d23028db82e9e4f723ca69b853d055698486e6984ddb2c06fb8ce",
    },
  }],
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
  return programFolder(join(directory, `ffmpeg-static-${RELEASE}`), program);
}

/**
 * Installs the binary of ffmpeg-static for this machine: that in the package's folder, if npm's
 * installer put the same one there, otherwise a download.
 *
 * @throws {Error} If it cannot be downloaded, or its checksum is wrong.
 */
export async function fetchStaticBinary(
  folder: PinnedFolder,
  options: Pick<StaticInstallOptions, "binary" | "report" | "signal">,
): Promise<void> {
  if (await installPackageBinary(folder, options.binary)) return;
  const releases = Deno.env.get("FFMPEG_BINARIES_URL") || RELEASES;
  const limitMilliseconds = LIMIT_MILLISECONDS;
  await installStaticBinary(folder, { ...options, releases, limitMilliseconds });
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
    // Another one than this release's: the download is next.
    return false;
  }
  await installCopy(folder, path);
  return true;
}

/**
 * Downloads a packed binary, checks and unpacks it.
 *
 * @throws {Error} If that fails.
 */
export async function installStaticBinary(
  folder: PinnedFolder,
  { binary, releases, report, ...limits }: StaticInstallOptions,
): Promise<void> {
  const { address, packed } = binary;
  const reportBytes = (doneBytes: number) =>
    report({ stage: "downloading", doneBytes, totalBytes: packed.bytes });
  await installFolder(folder.path, {
    files: folder.files,
    workBytes: packed.bytes,
    report,
    signal: limits.signal,
    async make(target, work) {
      const path = join(work, "ffmpeg.gz");
      // Before the first byte, as a network that gives no answer takes the whole limit.
      reportBytes(0);
      const options = { ...limits, bytes: packed.bytes, report: reportBytes };
      await fetchFile(new URL(`${releases}/${address}`), path, options);
      await checkFile(path, packed);
      const source = await Deno.open(path, { read: true });
      const file = await Deno.open(join(target, PROGRAM), { write: true, createNew: true });
      await source.readable.pipeThrough(new DecompressionStream("gzip")).pipeTo(file.writable);
      return releases;
    },
  });
}
