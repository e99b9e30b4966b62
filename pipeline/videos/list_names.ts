/** Names that a message shows. */
const NAMES_SHOWN = 3;

/** Counts videos and names some: "5 test videos ('a', 'b', 'c', …)". */
export function listNames(videos: readonly { readonly id: string }[], noun: string): string {
  const shown = videos.slice(0, NAMES_SHOWN).map(({ id }) => `'${id}'`);
  if (videos.length > NAMES_SHOWN) shown.push("…");
  return `${videos.length} ${noun}${videos.length === 1 ? "" : "s"} (${shown.join(", ")})`;
}
