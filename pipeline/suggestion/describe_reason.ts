import type { Suggestion } from "./suggestion.ts";

/** Share of the largest uncertainty from which on an answer is called unsure. */
const UNSURE = 0.3;

/** Says why the label of a video would help. */
export function describeReason({ answers, uncertainty }: Suggestion): string {
  const classes = new Set(answers.map((answer) => answer.class));
  if (classes.size > 1) return "the networks disagree";
  const subject = answers.length > 1 ? "both networks are" : "the network is";
  if (uncertainty.total > UNSURE) return `${subject} unsure`;
  return `${subject} rather sure, but no video among these is like it`;
}
