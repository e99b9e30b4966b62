import { extname } from "node:path";
import { stripTypeScriptTypes } from "node:module";

/** A file that the browser loads. */
export interface PageFile {
  readonly contentType: string;
  readonly text: string;
}

/** Types of the files by the ending of their name. TypeScript is served without its types. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".css": "text/css",
  ".js": "text/javascript",
  ".ts": "text/javascript",
};

/**
 * Reads a file of a page. TypeScript is returned without its types, as browsers understand it.
 *
 * @param url Where the file is: beside the module that names it, which may have been imported over
 * the network, or in a package.
 */
export async function readPageFile(url: URL): Promise<PageFile> {
  // Not Deno.readFile, for the network.
  const response = await fetch(url);
  const text = await response.text();
  const ending = extname(url.pathname);
  return {
    contentType: `${CONTENT_TYPES[ending]}; charset=utf-8`,
    text: ending === ".ts" ? stripTypeScriptTypes(text) : text,
  };
}
