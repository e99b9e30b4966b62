import { relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The path of a linted file, relative to the root. */
function lintedPath({ filename }: Deno.lint.RuleContext): string {
  return filename.startsWith("/") ? relative(ROOT, filename) : filename;
}

/** Whether a linted file is part of the package, not a test or a bench. */
export function isProductCode(context: Deno.lint.RuleContext): boolean {
  return /^(?:runtime|models|datasets|operators|pipeline)\//.test(lintedPath(context));
}

/** Whether a linted file belongs to the tests. */
export function isTest(context: Deno.lint.RuleContext): boolean {
  return lintedPath(context).startsWith("tests/");
}
