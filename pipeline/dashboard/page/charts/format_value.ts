import { formatBytes } from "../text/format_bytes.ts";
import { formatNumber } from "../text/format_number.ts";
import { formatPercent } from "../text/format_percent.ts";
import type { PanelUnit } from "./list_panels.ts";

/** Significant digits of times. */
const DIGITS = 3;

/** Writes a value of a panel in its unit. */
export function formatValue(value: number, unit: PanelUnit): string {
  switch (unit) {
    case "share":
      return formatPercent(value);
    case "bytes":
      return formatBytes(value);
    case "seconds":
      return formatSeconds(value);
    case "number":
      return formatNumber(value);
  }
}

/** Writes a time in seconds, or in milliseconds if it is short. */
function formatSeconds(value: number): string {
  const isShort = value > 0 && value < 1;
  const number = formatNumber(Number((isShort ? 1000 * value : value).toPrecision(DIGITS)));
  return `${number} ${isShort ? "ms" : "s"}`;
}
