/** Formats a large number: "0.52 million" or "31.6 million". */
export function formatMillions(count: number): string {
  const millions = count / 1e6;
  return `${millions < 1 ? Number(millions.toPrecision(2)) : millions.toFixed(1)} million`;
}
