import { createRequire } from "node:module";
import { dirname } from "node:path";

const require = createRequire(import.meta.url);

/** The font of captions, which needs none of the system: many machines have no fonts. */
export const CAPTION_FONT = "DejaVu Sans";

/** Returns the folder with the font's file; npm downloads it on first use (5 MB). */
export async function captionFontFolder(): Promise<string> {
  // Only a package that is imported by name is sure to be in Deno's npm cache.
  await import("dejavu-fonts-ttf/package.json", { with: { type: "json" } });
  return dirname(require.resolve("dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf"));
}
