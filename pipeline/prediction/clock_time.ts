/** How a time is written. */
export interface ClockTimeOptions {
  /** Digits after the decimal mark: 1 to 3. */
  readonly digits: number;
  /**
   * Digits of the hours, which are written even if they are 0.
   *
   * @default hours are written only if there are any
   */
  readonly hourDigits?: number | undefined;
  /**
   * The decimal mark.
   *
   * @default "."
   */
  readonly mark?: string | undefined;
}

/** Formats seconds as `m:ss.s` or `h:mm:ss.s`. */
export function clockTime(
  seconds: number,
  { digits, hourDigits = 0, mark = "." }: ClockTimeOptions,
): string {
  const unit = 10 ** digits;
  const units = Math.round(seconds * unit);
  const fraction = String(units % unit).padStart(digits, "0");
  const whole = Math.floor(units / unit);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const secondsPart = `${twoDigits(whole % 60)}${mark}${fraction}`;
  if (hours === 0 && hourDigits === 0) return `${minutes}:${secondsPart}`;
  return `${String(hours).padStart(hourDigits, "0")}:${twoDigits(minutes)}:${secondsPart}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
