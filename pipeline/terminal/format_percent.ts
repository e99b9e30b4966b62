/** Formats a share, 0 to 1, as whole percent: "65 %". */
export function formatPercent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
