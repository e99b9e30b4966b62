import { extname } from "node:path";

/** How the fields of two configurations, by dotted path, differ. */
export function fieldDifferences(
  before: Readonly<Record<string, unknown>>,
  now: Readonly<Record<string, unknown>>,
): string[] {
  const differences: string[] = [];
  for (const field of new Set([...Object.keys(before), ...Object.keys(now)])) {
    if (field === "method.name" && isModule(before[field]) && isModule(now[field])) continue;
    const was = JSON.stringify(before[field]);
    const is = JSON.stringify(now[field]);
    if (was !== is) differences.push(`${field} was ${was ?? "not set"}, is ${is ?? "not set"}`);
  }
  return differences;
}

/** Whether a method is a file, of which not the path counts but the content: see keepMethod(). */
function isModule(name: unknown): boolean {
  return typeof name === "string" && extname(name) !== "";
}
