import { relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The top folder of the repository that a linted file lies in; "" for one that lies in none. */
export function folderOf({ filename }: Deno.lint.RuleContext): string {
  const path = filename.startsWith("/") ? relative(ROOT, filename) : filename;
  return path.includes("/") ? path.slice(0, path.indexOf("/")) : "";
}

/** Whether a linted file is part of the package, not a test or a bench. */
export function isProductCode(context: Deno.lint.RuleContext): boolean {
  return ["runtime", "models", "datasets", "operators", "pipeline"].includes(folderOf(context));
}
