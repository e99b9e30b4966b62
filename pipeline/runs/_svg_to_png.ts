import { createRequire } from "node:module";
import { join } from "node:path";
import { CAPTION_FONT, captionFontFolder } from "../prediction/_caption_font.ts";

const require = createRequire(import.meta.url);

type Renderer = typeof import("@resvg/resvg-wasm");

/** The package that draws SVG, started once. */
let renderer: Promise<Renderer> | undefined;

/** Draws an SVG file as PNG, in its light colors, with a font that needs none of the system. */
export async function svgToPng(svg: string): Promise<Uint8Array<ArrayBuffer>> {
  renderer ??= startRenderer();
  const { Resvg } = await renderer;
  const folder = await captionFontFolder();
  const fontBuffers = await Promise.all(
    ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((name) => Deno.readFile(join(folder, name))),
  );
  const font = { fontBuffers, defaultFontFamily: CAPTION_FONT, sansSerifFamily: CAPTION_FONT };
  const drawing = new Resvg(svg, { font });
  try {
    const image = drawing.render();
    try {
      return Uint8Array.from(image.asPng());
    } finally {
      image.free();
    }
  } finally {
    drawing.free();
  }
}

async function startRenderer(): Promise<Renderer> {
  const module = await import("@resvg/resvg-wasm");
  await module.initWasm(await Deno.readFile(require.resolve("@resvg/resvg-wasm/index_bg.wasm")));
  return module;
}
