import { answerText } from "./answer_text.ts";

/**
 * Makes the answer to a request that is not answered.
 *
 * @param reason Why, for the user.
 */
export function refuse(status: number, reason: string): Response {
  return answerText(reason, { type: "text/plain", status });
}
