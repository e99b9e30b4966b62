import { extname, join } from "node:path";
import { guardRequests } from "../../local_page/guard_requests.ts";
import { PAGE_HEADERS } from "../../local_page/page_headers.ts";
import { refuse } from "../../local_page/refuse.ts";

/** Types of the files of a page, by the ending of their name. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".bin": "application/octet-stream",
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
};

/** Paths of files: no step leads out of the folder, and hidden files stay hidden. */
const PATH = /^(?:[a-z0-9_-]+\/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*$/;

/**
 * Sends the files of a folder that `writeDemo` wrote to a browser of this machine. The page may load
 * what it says itself; isolated from other pages, it may use several threads.
 */
export function demoHandler(folder: string): (request: Request) => Promise<Response> {
  return guardRequests(async (_, url) => {
    const path = url.pathname.slice(1) || "index.html";
    const contentType = CONTENT_TYPES[extname(path)];
    const missing = () => refuse(404, `there is no ${url.pathname}`);
    if (!PATH.test(path) || contentType === undefined) return missing();
    try {
      const bytes = await Deno.readFile(join(folder, path));
      return new Response(bytes, { headers: { ...DEMO_HEADERS, "Content-Type": contentType } });
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return missing();
      throw error;
    }
  });
}

/** Without the headers' policy for pages of the program: this one has its own, in its text. */
const DEMO_HEADERS: Readonly<Record<string, string>> = {
  ...PAGE_HEADERS,
  "Content-Security-Policy": "frame-ancestors 'none'",
  "Cross-Origin-Embedder-Policy": "require-corp",
};
