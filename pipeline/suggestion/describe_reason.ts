import type { Suggestion } from "./suggestion.ts";

/** Says why a video is suggested, by the numbers that it was chosen by. */
export function describeReason({ uncertainty, answers }: Suggestion): string {
  const { total, disagreement } = uncertainty;
  const of = answers.length > 1 ? `, of which disagreement ${disagreement.toFixed(2)}` : "";
  return `uncertainty ${total.toFixed(2)}${of}`;
}
