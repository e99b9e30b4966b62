/** Formats a duration as `m:ss` or `h:mm:ss`. */
export function formatDuration(seconds: number): string {
  const rounded = Math.round(seconds);
  const hours = Math.floor(rounded / 3600);
  const minutes = Math.floor(rounded / 60) % 60;
  const twoDigits = (value: number) => String(value).padStart(2, "0");
  const secondsPart = twoDigits(rounded % 60);
  return hours > 0 ? `${hours}:${twoDigits(minutes)}:${secondsPart}` : `${minutes}:${secondsPart}`;
}
