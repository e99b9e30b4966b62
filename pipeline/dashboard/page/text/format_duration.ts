const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Writes a length of time in the units that matter: `40 s`, `12 min`, `1 h 05 min`. */
export function formatDuration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 2 * MINUTE) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / MINUTE);
  if (minutes * MINUTE < HOUR) return `${minutes} min`;
  const hours = Math.floor(minutes / MINUTE);
  return `${hours} h ${String(minutes % MINUTE).padStart(2, "0")} min`;
}
