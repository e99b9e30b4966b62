import { stripTypeScriptTypes } from "node:module";

/** A file that the browser loads. */
export interface PageFile {
  readonly contentType: string;
  readonly text: string;
}

/** Files of the page by the last part of their address. */
const FILES: Readonly<Record<string, string>> = {
  "": "text/html",
  "label_page.css": "text/css",
  "label_page.js": "text/javascript",
  "labeling.ts": "text/javascript",
};

/**
 * Reads a file of the page for labeling; undefined if the page has no such file. TypeScript is
 * served without its types, as browsers understand it.
 *
 * @param name The last part of its address; empty for the page itself.
 */
export async function readPageFile(name: string): Promise<PageFile | undefined> {
  const type = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
  if (type === undefined) return undefined;
  // Not Deno.readFile: the module may have been imported over the network.
  const response = await fetch(new URL(`page/${name || "label_page.html"}`, import.meta.url));
  const text = await response.text();
  return {
    contentType: `${type}; charset=utf-8`,
    text: name.endsWith(".ts") ? stripTypeScriptTypes(text) : text,
  };
}
