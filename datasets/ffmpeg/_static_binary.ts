import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { isFile } from "../_is_file.ts";
import { checkFile, type FileDigest } from "../../runtime/wheels/check_file.ts";
import { fetchFile } from "../../runtime/wheels/fetch_file.ts";
import type { ReportProgress } from "../../runtime/wheels/progress.ts";

/** A packed binary of a release of ffmpeg-static. */
export interface StaticDownload extends FileDigest {
  /** Address, relative to that of all releases. */
  readonly address: string;
}

/** Options of {@linkcode installStaticBinary}. */
export interface StaticInstallOptions {
  /** Path that the binary gets. */
  readonly path: string;
  /** Address of all releases. */
  readonly releases: string;
  readonly download: StaticDownload;
  /** Longest time the download may take, in milliseconds. */
  readonly limitMilliseconds: number;
  /** Called with the progress. */
  readonly report: ReportProgress;
}

const require = createRequire(import.meta.url);

/** Where the package itself looks for its releases, unless the variable names another address. */
const RELEASES = "https://github.com/eugeneware/ffmpeg-static/releases/download";

/** Short, as other binaries are tried next: on a slow network the user does not wait longer. */
const LIMIT_MILLISECONDS = 20_000;

/** The binaries of the package's version in deno.json, ffmpeg 6.1.1, by system and processor. */
const DOWNLOADS: ReadonlyMap<string, StaticDownload> = new Map([
  ["linux x86_64", {
    address: "b6.1.1/ffmpeg-linux-x64.gz",
    bytes: 29_354_986,
    sha256: "bfe8a8fc511530457b528c48d77b5737527b504a3797a9bc4866aeca69c2dffa",
  }],
  ["linux aarch64", {
    address: "b6.1.1/ffmpeg-linux-arm64.gz",
    bytes: 25_568_691,
    sha256: "754a678672298bc68156adff58aa7385a592c2b30b1d0ae8750c45c915c4bac0",
  }],
]);

/**
 * Returns the path of the binary of ffmpeg-static: in the package's folder if npm's installer put it
 * there, otherwise in the user's cache.
 *
 * @param directory Folder in the user's cache.
 * @throws {Error} If there is none.
 */
export async function findStaticBinary(directory: string): Promise<string> {
  // The package's types name the module where CommonJS exports the value.
  const { default: path } = await import("ffmpeg-static") as unknown as { default: string | null };
  if (path === null) throw new Error(`it has none for ${Deno.build.os} ${Deno.build.arch}`);
  if (await isFile(path)) return path;
  const downloaded = staticBinaryPath(directory);
  if (await isFile(downloaded)) return downloaded;
  throw new Error(`there is no file ${downloaded}`);
}

/**
 * Downloads the binary of ffmpeg-static for this machine.
 *
 * @param path Path that it gets; the folder exists.
 * @param report Called with the progress.
 * @throws {Error} If there is none, or it cannot be downloaded, or its checksum is wrong.
 */
export async function fetchStaticBinary(path: string, report: ReportProgress): Promise<void> {
  const machine = `${Deno.build.os} ${Deno.build.arch}`;
  const download = DOWNLOADS.get(machine);
  if (download === undefined) throw new Error(`no checksum of one for ${machine} is known`);
  const releases = Deno.env.get("FFMPEG_BINARIES_URL") || RELEASES;
  const limitMilliseconds = LIMIT_MILLISECONDS;
  await installStaticBinary({ path, releases, download, limitMilliseconds, report });
}

/** Returns the path of the binary in a folder of the user's cache: it names the package's version. */
export function staticBinaryPath(directory: string): string {
  const { version } = require("ffmpeg-static/package.json") as { version: string };
  return join(directory, `ffmpeg-static-${version}`);
}

/**
 * Downloads a packed binary, checks and unpacks it. The file appears complete or not at all.
 *
 * @throws {Error} If that fails.
 */
export async function installStaticBinary(options: StaticInstallOptions): Promise<void> {
  const { path, releases, download, limitMilliseconds, report } = options;
  const partial = await Deno.makeTempDir({ dir: dirname(path), suffix: ".partial" });
  const reportBytes = (doneBytes: number) =>
    report({ stage: "downloading", doneBytes, totalBytes: download.bytes });
  try {
    const packed = join(partial, "ffmpeg.gz");
    // Before the first byte, as a network that gives no answer takes the whole limit.
    reportBytes(0);
    await fetchFile(new URL(`${releases}/${download.address}`), packed, {
      limitMilliseconds,
      report: reportBytes,
    });
    await checkFile(packed, download);
    const binary = join(partial, "ffmpeg");
    const source = await Deno.open(packed, { read: true });
    const target = await Deno.open(binary, { write: true, createNew: true, mode: 0o755 });
    await source.readable.pipeThrough(new DecompressionStream("gzip")).pipeTo(target.writable);
    await Deno.rename(binary, path);
  } finally {
    await Deno.remove(partial, { recursive: true });
  }
}
