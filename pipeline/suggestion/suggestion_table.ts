// @ts-types="@types/d3-dsv"
import { csvFormatRows } from "d3-dsv";
import { describeAnswers } from "./describe_answers.ts";
import type { Suggestion } from "./suggestion.ts";

const TITLES = [
  "path",
  "class",
  "guess",
  "probability",
  "answers",
  "uncertainty",
  "disagreement",
] as const;

/**
 * Writes suggestions as a table whose column `class` is empty, to be filled in with a spreadsheet.
 */
export function suggestionTable(suggestions: readonly Suggestion[]): string {
  const rows = suggestions.map((suggestion) => {
    const { path, guesses: [guess], uncertainty } = suggestion;
    return [
      path,
      "",
      guess?.class ?? "",
      (guess?.probability ?? 0).toFixed(3),
      describeAnswers(suggestion),
      uncertainty.total.toFixed(3),
      uncertainty.disagreement.toFixed(3),
    ];
  });
  return `${csvFormatRows([[...TITLES], ...rows])}\n`;
}
