import type { Suggestion } from "./suggestion.ts";

/** Probability of its class below which a network is called unsure. */
const SURE = 0.5;

/** Says why the label of a video would help. */
export function describeReason({ answers }: Suggestion): string {
  const subject = answers.length > 1 ? "both networks are" : "the network is";
  const isSure = answers.every(({ probability }) => probability >= SURE);
  if (new Set(answers.map((answer) => answer.class)).size > 1) {
    return isSure ? "the networks disagree" : "the networks are unsure, and disagree";
  }
  if (!isSure) return `${subject} unsure`;
  return `${subject} rather sure, but no video among these is like it`;
}
