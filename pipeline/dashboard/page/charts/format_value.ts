import { formatBytes } from "../text/format_bytes.ts";
import { formatNumber } from "../text/format_number.ts";
import { formatPercent } from "../text/format_percent.ts";
import type { PanelUnit } from "./list_panels.ts";

/** Writes a value of a panel in its unit. */
export function formatValue(value: number, unit: PanelUnit): string {
  switch (unit) {
    case "share":
      return formatPercent(value);
    case "bytes":
      return formatBytes(value);
    case "seconds":
      return `${formatNumber(value)} s`;
    case "number":
      return formatNumber(value);
  }
}
