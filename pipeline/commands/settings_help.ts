/** An item of the page: its first line names a setting, the others are indented. */
const ITEM = /^- `([\w.]+)` .*(?:\n {2}.*)*/gm;

/**
 * Returns what the page of all settings, docs/settings.md, says about a setting or those below it,
 * such as `optimizer`.
 *
 * @param page The text of the page.
 * @param path Dotted path; all of the page if omitted.
 * @returns undefined if no setting has the path.
 */
export function settingsHelp(page: string, path?: string): string | undefined {
  if (path === undefined) return page.trimEnd();
  const items = Array.from(page.matchAll(ITEM), ([item, name = ""]) => ({ item, name }));
  const found = items.filter(({ name }) => name === path || name.startsWith(`${path}.`));
  return found.length === 0 ? undefined : found.map(({ item }) => item).join("\n");
}
