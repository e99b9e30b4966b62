/** Writes a share from 0 to 1 in percent with one digit: `62.5 %`, `100 %`. */
export function formatPercent(share: number): string {
  return `${(100 * share).toLocaleString("en-US", { maximumFractionDigits: 1 })} %`;
}
