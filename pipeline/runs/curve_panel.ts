/** A point of a curve. */
export interface CurvePoint {
  /** Steps done. */
  readonly step: number;
  readonly value: number;
}

/** A curve of a panel. */
export interface Curve {
  /** What it shows; curves of the same name have the same color. */
  readonly name: string;
  /** What that is, in a few words for the legend. */
  readonly meaning: string;
  /** Whether it is drawn dashed: what it shows is that of the auxiliary network. */
  readonly isDashed: boolean;
  /** By rising step; at least one. */
  readonly points: readonly CurvePoint[];
}

/** Curves that share their axes. */
export interface CurvePanel {
  /** What the curves show. */
  readonly title: string;
  /** Unit of the values; percent ends at 100. */
  readonly unit: "percent" | "none";
  /** Whether each point is drawn: where there are few, between which nothing is known. */
  readonly hasDots: boolean;
  /** At least one. */
  readonly curves: readonly Curve[];
}
