import { stripTypeScriptTypes } from "node:module";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { statIfPresent } from "../files/stat_if_present.ts";
import { answerText } from "./answer_text.ts";
import { refuse } from "./refuse.ts";

/** Types of the files by the ending of their name. TypeScript is served without its types. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".css": "text/css",
  ".js": "text/javascript",
  ".ts": "text/javascript",
};

/**
 * Answers with a file that a page loads. TypeScript is sent without its types, as browsers
 * understand it.
 *
 * @param url Where the file is: beside the module that names it, which may have been imported over
 * the network, or in a package.
 */
export async function answerPageFile(url: URL): Promise<Response> {
  if (url.protocol === "file:" && statIfPresent(fileURLToPath(url)) === undefined) {
    return refuse(404, "there is no such file");
  }
  // Not Deno.readFile, for the network.
  const response = await fetch(url);
  const text = await response.text();
  if (!response.ok) return refuse(404, "there is no such file");
  const ending = extname(url.pathname);
  const type = MEDIA_TYPES[ending] ?? "text/plain";
  return answerText(ending === ".ts" ? stripTypeScriptTypes(text) : text, { type });
}
