import type { EmbeddedVideo } from "../../../pipeline/embedding/embeddings_file.ts";
import { THUMBNAIL } from "../../../pipeline/embedding/thumbnail.ts";

/** A video of given features, with a gray thumbnail. */
export function embeddedVideo(
  id: string,
  features: { readonly primary: readonly number[]; readonly auxiliary?: readonly number[] },
): EmbeddedVideo {
  const primary = Float32Array.from(features.primary);
  const { auxiliary } = features;
  return {
    id,
    features: auxiliary === undefined
      ? { primary }
      : { primary, auxiliary: Float32Array.from(auxiliary) },
    thumbnail: new Uint8Array(THUMBNAIL.width * THUMBNAIL.height * 3).fill(128),
  };
}
