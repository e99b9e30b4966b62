import { DecodeError } from "../ffmpeg/decode_error.ts";

/**
 * Returns the bytes of the file behind a web address; null if that is a playlist.
 *
 * @throws {DecodeError} If the server does not give the file.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function openWebAddress(
  address: string,
  signal?: AbortSignal,
): Promise<ReadableStream<Uint8Array> | null> {
  const response = await fetchFrom(address, signal);
  if (!isPlaylist(response)) return response.body ?? new Blob().stream();
  await response.body?.cancel();
  return null;
}

/** @throws {DecodeError} If the server does not give the file. */
async function fetchFrom(address: string, signal?: AbortSignal): Promise<Response> {
  const details = { path: address, exitCode: null, stderr: "" };
  let response: Response;
  try {
    response = await fetch(address, { signal: signal ?? null });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new DecodeError("the server cannot be reached", { ...details, cause });
  }
  if (response.ok) return response;
  await response.body?.cancel();
  throw new DecodeError(
    `the server answers ${response.status} ${response.statusText}`.trimEnd(),
    details,
  );
}

/** Whether a response is the list of the parts of a video (HLS or DASH). */
function isPlaylist({ headers, url }: Response): boolean {
  const type = headers.get("content-type") ?? "";
  return /mpegurl|dash\+xml/i.test(type) || /\.(?:m3u8?|mpd)$/i.test(new URL(url).pathname);
}
