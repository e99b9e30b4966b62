/** Returns one share of scores, by who answers. */
export function sharesOf<Share extends string>(
  scores: Readonly<Record<string, Readonly<Record<Share, number>>>>,
  name: Share,
): Record<string, number> {
  return Object.fromEntries(Object.entries(scores).map(([who, score]) => [who, score[name]]));
}
