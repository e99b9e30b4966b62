import { join } from "node:path";
import { explainFullDisk } from "../files/explain_full_disk.ts";
import { readPreview, type ReadPreviewOptions } from "../pictures/read_preview.ts";

/** Options of {@linkcode makePreview}. */
export interface MakePreviewOptions extends ReadPreviewOptions {
  /** Folder for the images, which must exist. */
  readonly folder: string;
}

/** Images that show a video. */
export interface Preview {
  /** Number of the frames `0.jpg`, `1.jpg`, …, at equal distances over the whole video. */
  readonly frames: number;
  /** Length of the video in seconds. */
  readonly seconds: number;
}

/**
 * Writes frames of a video as images that every browser shows, whatever the video's codec.
 *
 * @throws {DecodeError} If the video cannot be read.
 * @throws {DiskFullError} If the disk is full.
 */
export async function makePreview(
  path: string,
  { folder, ...options }: MakePreviewOptions,
): Promise<Preview> {
  const { images, seconds } = await readPreview(path, options);
  for (const [index, image] of images.entries()) {
    await writeImage(join(folder, `${index}.jpg`), image);
  }
  return { frames: images.length, seconds };
}

async function writeImage(path: string, image: Uint8Array): Promise<void> {
  try {
    await Deno.writeFile(path, image);
  } catch (error) {
    throw explainFullDisk(path, error);
  }
}
