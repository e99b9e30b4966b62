import { Buffer } from "node:buffer";
import { join } from "node:path";
import { TemporaryFolder } from "../files/temporary_folder.ts";
import { writeImages, type WriteImagesOptions } from "./write_images.ts";

/**
 * Encodes frames as JPEG images in `data:` URLs, so that a page can contain them.
 *
 * @param frames Each uint8 RGB `[height, width, 3]`.
 * @throws {Error} If ffmpeg cannot be started or fails; the message ends with what it printed.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function jpegDataUrls(
  frames: readonly Uint8Array[],
  options: Omit<WriteImagesOptions, "folder">,
): Promise<string[]> {
  using folder = TemporaryFolder.make();
  await writeImages(frames, { ...options, folder: folder.path });
  const urls: string[] = [];
  for (const index of frames.keys()) {
    const bytes = await Deno.readFile(join(folder.path, `${index}.jpg`));
    urls.push(`data:image/jpeg;base64,${Buffer.from(bytes).toString("base64")}`);
  }
  return urls;
}
