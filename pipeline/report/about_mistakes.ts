import { describeAnswerer } from "../evaluation/describe_answerer.ts";

/** Says whose mistakes the surest ones are, and what else may be wrong. */
export function aboutMistakes(who: string): string {
  return `The surest wrong answers of ${describeAnswerer(who)}. The label may be wrong, too, or ` +
    "two classes alike.";
}
