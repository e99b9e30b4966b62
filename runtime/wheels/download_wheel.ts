import { join } from "node:path";
import { DownloadWatch } from "./download_watch.ts";
import { fetchFile } from "./fetch_file.ts";
import { request } from "./request.ts";
import { runPython } from "./run_python.ts";
import type { Wheel } from "./wheel.ts";

/** Options of {@linkcode downloadWithPip} and {@linkcode downloadWithFetch}. */
export interface DownloadOptions {
  /** Existing folder of this download alone; the wheel ends up in it under its own name. */
  readonly directory: string;
  /**
   * Package index in the "simple" form (PEP 503 and PEP 691). If omitted, that of the user's pip,
   * or PyPI.
   */
  readonly indexUrl?: string | undefined;
  /** Called with the bytes downloaded so far. */
  readonly report: (downloadedBytes: number) => void;
  /** See `DownloadLimits.silenceMilliseconds`. */
  readonly silenceMilliseconds?: number | undefined;
  /** See `DownloadLimits.limitMilliseconds`. */
  readonly limitMilliseconds?: number | undefined;
  /** Ends the download, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The public Python package index. */
const PYPI_URL = "https://pypi.org/simple/";

/** Time in which the index must list the files of a project. */
const PAGE_LIMIT_MILLISECONDS = 60_000;

/** Maximum length of that list: the longest on PyPI have a few megabytes. */
const PAGE_LIMIT_BYTES = 1 << 26;

/** Time between two measurements of pip's file. */
const POLL_MILLISECONDS = 300;

/**
 * Downloads a wheel with pip, which uses the user's mirror, certificates and cache.
 *
 * @returns Path of the wheel, its content unchecked.
 * @throws {Error} If there is no Python, or it has no pip, or pip fails, with its own message; or
 * the download is too slow or too long.
 */
export async function downloadWithPip(
  wheel: Wheel,
  options: DownloadOptions & { readonly python: string },
): Promise<string> {
  const python = await findInterpreter(options);
  using watch = new DownloadWatch({ ...options, bytes: wheel.bytes });
  const timer = setInterval(() => {
    const bytes = largestFile(options.directory);
    watch.update(bytes);
    options.report(bytes);
  }, POLL_MILLISECONDS);
  try {
    await runPython({
      python,
      args: [
        ...["-m", "pip", "download", "--quiet", "--no-input", "--disable-pip-version-check"],
        ...["--no-deps", "--only-binary=:all:", "--platform", wheel.platform],
        ...["--implementation", "cp", "--python-version", wheel.pythonVersion],
        ...["--abi", `cp${wheel.pythonVersion.replace(".", "")}`],
        ...["--dest", options.directory],
        ...(options.indexUrl === undefined ? [] : ["--index-url", options.indexUrl]),
        `${wheel.project}==${wheel.version}`,
      ],
      directory: options.directory,
      // pip's own temporary files grow and vanish together with this download.
      environment: { TMPDIR: options.directory },
      signal: watch.signal,
    });
  } finally {
    clearInterval(timer);
  }
  return join(options.directory, wheel.fileName);
}

/** Returns Python itself: behind the name may be a script, whose end does not end it. */
async function findInterpreter(
  { python, directory, signal }: DownloadOptions & { readonly python: string },
): Promise<string> {
  const args = ["-c", "import sys; print(sys.executable)"];
  return (await runPython({ python, args, directory, signal })).trim();
}

/**
 * Downloads a wheel over HTTPS: the index's JSON answer (PEP 691) contains the file's address.
 *
 * @returns Path of the wheel, its content unchecked.
 * @throws {Error} If the index does not answer, does not list the wheel, or the transfer is
 * interrupted.
 */
export async function downloadWithFetch(wheel: Wheel, options: DownloadOptions): Promise<string> {
  const pageUrl = new URL(`${wheel.project}/`, options.indexUrl ?? PYPI_URL);
  const timeout = AbortSignal.timeout(PAGE_LIMIT_MILLISECONDS);
  const page = await request(pageUrl, {
    signal: AbortSignal.any([timeout, options.signal ?? timeout]),
    accept: "application/vnd.pypi.simple.v1+json",
  });
  const fileUrl = fileAddress(JSON.parse(await readText(page)), wheel, pageUrl);
  const path = join(options.directory, wheel.fileName);
  await fetchFile(fileUrl, path, { ...options, bytes: wheel.bytes });
  return path;
}

/** Reads a page, which may be endless. */
async function readText({ body, url }: Response): Promise<string> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > PAGE_LIMIT_BYTES) {
      throw new Error(`${url} is longer than ${PAGE_LIMIT_BYTES} bytes`);
    }
    chunks.push(chunk);
  }
  return await new Blob(chunks).text();
}

function fileAddress(page: unknown, wheel: Wheel, pageUrl: URL): URL {
  const files = (page as { files?: unknown }).files;
  for (const file of Array.isArray(files) ? files : []) {
    if (file?.filename === wheel.fileName && typeof file.url === "string") {
      return new URL(file.url, pageUrl);
    }
  }
  throw new Error(`${pageUrl.href} does not list ${wheel.fileName}`);
}

/**
 * Returns the length of the largest file: pip first writes the wheel to a temporary folder, under
 * any name.
 */
function largestFile(directory: string): number {
  let largest = 0;
  try {
    for (const entry of Deno.readDirSync(directory)) {
      const path = join(directory, entry.name);
      if (entry.isDirectory) largest = Math.max(largest, largestFile(path));
      else if (entry.isFile) largest = Math.max(largest, Deno.statSync(path).size);
    }
  } catch (error) {
    // pip moves and removes its files at any time.
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return largest;
}
