const KIB = 1024;
const UNITS = ["bytes", "KiB", "MiB", "GiB", "TiB"] as const;

/** Writes a size of memory: `312 MiB`, `1.4 GiB`. */
export function formatBytes(bytes: number): string {
  const power = bytes < KIB ? 0 : Math.floor(Math.log(bytes) / Math.log(KIB));
  const index = Math.min(power, UNITS.length - 1);
  const value = bytes / KIB ** index;
  return `${value.toFixed(value < 10 && index > 0 ? 1 : 0)} ${UNITS[index]}`;
}
