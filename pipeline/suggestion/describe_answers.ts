import type { Suggestion } from "./suggestion.ts";

/** Says what each network takes a video for: "primary run 61 %, auxiliary walk 44 %". */
export function describeAnswers({ answers }: Suggestion): string {
  return answers.map((answer) => {
    const percent = (100 * answer.probability).toFixed(0);
    return `${answer.network} ${answer.class} ${percent} %`;
  }).join(", ");
}
