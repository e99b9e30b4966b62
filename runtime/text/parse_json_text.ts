import { jsonProblem } from "./json_problem.ts";

/**
 * Parses a text as JSON that means one thing: no object has a key twice, and lists and objects are
 * not nested without end.
 *
 * @throws {SyntaxError} If it is not such a text.
 */
export function parseJsonText(text: string): unknown {
  const value: unknown = JSON.parse(text);
  const problem = jsonProblem(text);
  if (problem !== undefined) throw new SyntaxError(problem);
  return value;
}
