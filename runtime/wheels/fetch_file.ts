import { reasonOf } from "./provision_error.ts";
import { writeAll } from "./write_all.ts";

/** Time without new data after which a download counts as failed. */
const IDLE_LIMIT_MILLISECONDS = 60_000;

/** Options of {@linkcode fetchFile}. */
export interface FetchFileOptions {
  /** Called with the bytes downloaded so far. */
  readonly report: (downloadedBytes: number) => void;
  /**
   * Longest time the whole download may take, in milliseconds; if omitted, only a pause of a minute
   * ends it.
   */
  readonly limitMilliseconds?: number | undefined;
}

/**
 * Downloads a file over HTTP into a new file.
 *
 * @throws {Error} If the server does not answer, answers with an error, or the transfer is
 * interrupted or too slow.
 */
export async function fetchFile(url: URL, path: string, options: FetchFileOptions): Promise<void> {
  const { report, limitMilliseconds } = options;
  const idle = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  function restartIdleLimit(): void {
    clearTimeout(timer);
    timer = setTimeout(
      () => idle.abort(new Error(`no data for ${IDLE_LIMIT_MILLISECONDS / 1000} s`)),
      IDLE_LIMIT_MILLISECONDS,
    );
  }
  const total = limitMilliseconds === undefined ? undefined : setTimeout(
    () => idle.abort(new Error(`it took longer than ${limitMilliseconds / 1000} s`)),
    limitMilliseconds,
  );
  restartIdleLimit();
  try {
    const response = await request(url, { signal: idle.signal });
    using file = await Deno.open(path, { write: true, createNew: true });
    let received = 0;
    for await (const chunk of response.body ?? []) {
      restartIdleLimit();
      await writeAll(file, chunk);
      received += chunk.length;
      report(received);
    }
  } finally {
    clearTimeout(timer);
    clearTimeout(total);
  }
}

/** Options of {@linkcode request}. */
export interface RequestOptions {
  /** Ends the request. */
  readonly signal: AbortSignal;
  /**
   * Types of content that are understood.
   * @default "*\/*"
   */
  readonly accept?: string | undefined;
}

/**
 * Requests a document.
 *
 * @throws {Error} If the server does not answer, or answers with an error.
 */
export async function request(
  url: URL,
  { signal, accept = "*/*" }: RequestOptions,
): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { signal, headers: { accept } });
  } catch (error) {
    throw new Error(`${url.host} does not answer (${reasonOf(error)})`, { cause: error });
  }
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`${url.href} answers ${response.status} ${response.statusText}`);
  }
  return response;
}
