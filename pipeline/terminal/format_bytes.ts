const GIBIBYTE = 2 ** 30;
const MEBIBYTE = 2 ** 20;

/** Formats an amount of memory: "1.4 GiB", or "300 MiB" below one. */
export function formatBytes(bytes: number): string {
  if (bytes >= GIBIBYTE) return `${(bytes / GIBIBYTE).toFixed(1)} GiB`;
  return `${Math.round(bytes / MEBIBYTE)} MiB`;
}
