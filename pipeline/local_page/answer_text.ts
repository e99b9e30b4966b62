import { PAGE_HEADERS } from "./page_headers.ts";

/** Options of {@linkcode answerText}. */
export interface AnswerTextOptions {
  /** Media type, such as `text/css`. */
  readonly type: string;
  /**
   * Status of the answer.
   *
   * @default 200
   */
  readonly status?: number | undefined;
}

/** Makes an answer of a text that a page loads or shows. */
export function answerText(text: string, { type, status = 200 }: AnswerTextOptions): Response {
  const headers = { ...PAGE_HEADERS, "Content-Type": `${type}; charset=utf-8` };
  return new Response(text, { status, headers });
}
