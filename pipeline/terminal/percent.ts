/**
 * Formats a share, 0 to 1, as percent with one digit after the point; `-` for NaN, and for null,
 * which stands for a share that is not known.
 */
export function percent(share: number | null): string {
  return share === null || Number.isNaN(share) ? "-" : (share * 100).toFixed(1);
}
