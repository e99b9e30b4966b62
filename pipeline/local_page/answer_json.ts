import { PAGE_HEADERS } from "./page_headers.ts";

/** Makes an answer of JSON. */
export function answerJson(value: unknown): Response {
  return Response.json(value, { headers: PAGE_HEADERS });
}
