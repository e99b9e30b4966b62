import { encodeJpegs, type EncodeJpegsOptions } from "./encode_jpegs.ts";
import { jpegDataUrl } from "./jpeg_data_url.ts";

/**
 * Encodes frames as JPEG images in `data:` URLs, so that a page can contain them.
 *
 * @param frames Each uint8 RGB `[height, width, 3]`.
 * @throws {Error} If ffmpeg cannot be started or fails; the message ends with what it printed.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function jpegDataUrls(
  frames: readonly Uint8Array[],
  options: EncodeJpegsOptions,
): Promise<string[]> {
  const images = await encodeJpegs(frames, options);
  return images.map(jpegDataUrl);
}
