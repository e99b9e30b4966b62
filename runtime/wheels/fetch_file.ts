import { type DownloadLimits, DownloadWatch } from "./download_watch.ts";
import { request } from "./request.ts";
import { writeAll } from "../files/write_all.ts";

/** Options of {@linkcode fetchFile}. */
export interface FetchFileOptions extends DownloadLimits {
  /** Called with the bytes downloaded so far. */
  readonly report: (downloadedBytes: number) => void;
}

/**
 * Downloads a file over HTTPS into a new file.
 *
 * @throws {Error} If the server does not answer, answers with an error or another length, or the
 * transfer is interrupted, too slow or too long.
 */
export async function fetchFile(url: URL, path: string, options: FetchFileOptions): Promise<void> {
  using watch = new DownloadWatch(options);
  const response = await request(url, { signal: watch.signal });
  requireLength(response, options.bytes);
  using file = await Deno.open(path, { write: true, createNew: true });
  let received = 0;
  for await (const chunk of response.body ?? []) {
    received += chunk.length;
    watch.update(received);
    watch.signal.throwIfAborted();
    await writeAll(file, chunk);
    options.report(received);
  }
}

/** Refuses a wrong length before the content comes. */
function requireLength({ headers, body }: Response, bytes: number): void {
  const length = headers.get("content-length");
  // That of an encoded content is another one.
  if (length === null || headers.has("content-encoding") || Number(length) === bytes) return;
  body?.cancel();
  throw new Error(`the server offers ${length} bytes instead of ${bytes}`);
}
