import { DecodeError } from "../ffmpeg/decode_error.ts";
import type { AddressAnswer, FetchAddress } from "./fetch_address.ts";

/** Options of {@linkcode openWebAddress}. */
export interface OpenWebAddressOptions {
  /** Requests the file. */
  readonly fetchAddress: FetchAddress;
  readonly signal: AbortSignal | undefined;
}

/**
 * Returns the bytes of the file behind a web address; null if that is a playlist.
 *
 * @throws {DecodeError} If the server does not give the file.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function openWebAddress(
  address: string,
  { fetchAddress, signal }: OpenWebAddressOptions,
): Promise<ReadableStream<Uint8Array> | null> {
  const answer = await fetchAddress(address, signal);
  if (!isPlaylist(answer)) return answer.body;
  await answer.body.cancel();
  return null;
}

/** Requests the file behind a web address by this process. */
export async function fetchHere(address: string, signal?: AbortSignal): Promise<AddressAnswer> {
  const details = { path: address, exitCode: null, stderr: "" };
  let response: Response;
  try {
    response = await fetch(address, { signal: signal ?? null });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new DecodeError("the server cannot be reached", { ...details, cause });
  }
  const { ok, status, statusText, headers, url } = response;
  const body = response.body ?? new Blob().stream();
  if (ok) return { contentType: headers.get("content-type") ?? "", url, body };
  await body.cancel();
  throw new DecodeError(`the server answers ${status} ${statusText}`.trimEnd(), details);
}

/** Whether an answer is the list of the parts of a video (HLS). */
function isPlaylist({ contentType, url }: AddressAnswer): boolean {
  return /mpegurl/i.test(contentType) || /\.m3u8?$/i.test(new URL(url).pathname);
}
