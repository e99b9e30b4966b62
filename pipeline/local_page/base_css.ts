import { paletteCss } from "../pictures/palette_css.ts";
import { readSource } from "./read_source.ts";

/** Returns the style sheet that every page loads as `base.css`: the palette, and `base.css` here. */
export async function baseCss(): Promise<string> {
  return `${paletteCss()}\n${await readSource(new URL("base.css", import.meta.url))}`;
}
