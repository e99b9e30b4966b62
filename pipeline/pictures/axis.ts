/** A number or a name beside an axis. */
export interface Tick {
  readonly text: string;
  /** Written below the text of a horizontal axis. */
  readonly detail?: string;
  readonly value: number;
}

/** An axis of a plot. */
export interface Axis {
  /** What its values are, with their unit. */
  readonly title: string;
  readonly ticks: readonly Tick[];
  /** Where a value is: 0 at the left or lower end, 1 at the other one. */
  readonly share: (value: number) => number;
}
