import { formatPercent } from "../terminal/format_percent.ts";
import type { Suggestion } from "./suggestion.ts";

/** Says what each network takes a video for: "primary run 61 %, auxiliary walk 44 %". */
export function describeAnswers({ answers }: Suggestion): string {
  return answers.map((answer) =>
    `${answer.network} ${answer.class} ${formatPercent(answer.probability)}`
  ).join(", ");
}
