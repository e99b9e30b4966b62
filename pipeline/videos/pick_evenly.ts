/**
 * Chooses at most `count` items, evenly spread from the first to the last. Of a single one, takes
 * the first.
 */
export function pickEvenly<Item>(items: readonly Item[], count: number): Item[] {
  if (items.length <= count) return [...items];
  if (count === 1) return items.slice(0, 1);
  const distance = (items.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, index) => items[Math.round(index * distance)]!);
}
