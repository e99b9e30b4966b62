import { PAGE_HEADERS } from "./page_headers.ts";

/**
 * Makes the answer to a request that is not answered.
 *
 * @param reason Why, for the user.
 */
export function refuse(status: number, reason: string): Response {
  const headers = { ...PAGE_HEADERS, "Content-Type": "text/plain; charset=utf-8" };
  return new Response(reason, { status, headers });
}
