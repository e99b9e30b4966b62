import { PAGE_HEADERS } from "./page_headers.ts";
import { readPageFile } from "./read_page_file.ts";

/** Makes an answer of a file of a page. */
export async function answerPageFile(url: URL): Promise<Response> {
  const { text, contentType } = await readPageFile(url);
  return new Response(text, { headers: { ...PAGE_HEADERS, "Content-Type": contentType } });
}
