import { refuse } from "./refuse.ts";

/** Answers the requests of a page that it may send. */
export type Respond = (request: Request, url: URL) => Response | Promise<Response>;

/** Names of this machine. A page of another name is one of a stranger that points here. */
const HOSTS: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** Characters of an address at most. */
const MAX_ADDRESS = 2048;

/** Where requests come from that the page sends, or the user by typing its address. */
const OWN_SITES: ReadonlySet<string> = new Set(["same-origin", "none"]);

/**
 * Guards what answers the requests of a page for this machine alone: those for another host name are
 * refused, and those that another page sends. `POST` must send JSON, which browsers send for no
 * other page without asking; other methods but `GET` are refused. What is thrown becomes an answer.
 */
export function guardRequests(respond: Respond): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      const url = new URL(request.url);
      return refuseStranger(request, url) ?? await respond(request, url);
    } catch (error) {
      return refuse(500, error instanceof Error ? error.message : String(error));
    }
  };
}

/** Returns the refusal of a request; undefined if it may be answered. */
function refuseStranger({ method, headers }: Request, url: URL): Response | undefined {
  if (!HOSTS.has(url.hostname)) return refuse(403, "this page is for this machine alone");
  if (isForeign(headers, url)) return refuse(403, "another page has sent this");
  if (method === "POST" && headers.get("Content-Type") !== "application/json") {
    return refuse(403, "another page has sent this");
  }
  if (method !== "GET" && method !== "POST") return refuse(405, `${method} is not answered`);
  return url.href.length > MAX_ADDRESS ? refuse(414, "the address is too long") : undefined;
}

/** Browsers say which page sends something. A link from anywhere may lead to the page. */
function isForeign(headers: Headers, url: URL): boolean {
  const origin = headers.get("Origin");
  if (origin !== null && origin !== url.origin) return true;
  const site = headers.get("Sec-Fetch-Site");
  return site !== null && !OWN_SITES.has(site) && headers.get("Sec-Fetch-Mode") !== "navigate";
}
