import { createRequire } from "node:module";
import type { Page } from "playwright-core";

/** Lists what axe finds against the accessibility of a page, with the elements. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await import("axe-core");
  const { resolve } = createRequire(import.meta.url);
  await page.evaluate(await Deno.readTextFile(resolve("axe-core/axe.min.js")));
  const { violations } = await page.evaluate<{
    violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
  }>("axe.run()");
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`)
  );
}
