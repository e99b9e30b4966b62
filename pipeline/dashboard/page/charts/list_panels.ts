import type { SeriesAnswer } from "../../api.ts";

/** A table of the series that curves are drawn from. */
export type CurveTable = "steps" | "validation" | "costs";

/** What the numbers of a panel are. */
export type PanelUnit = "number" | "share" | "seconds" | "bytes";

/** What one curve of a run shows. */
export interface Quantity {
  /** What readers call it. */
  readonly name: string;
  readonly table: CurveTable;
  /** Name of its column in the series. */
  readonly column: string;
}

/** A chart: quantities that are compared with each other. */
export interface Panel {
  readonly title: string;
  readonly unit: PanelUnit;
  readonly quantities: readonly Quantity[];
}

/** Columns that belong together. */
interface PanelRule {
  readonly title: string;
  readonly unit: PanelUnit;
  readonly table: CurveTable;
  /** Finds its columns; a group is what their name is made of. */
  readonly pattern: RegExp;
  /** Name of a column without such a group. */
  readonly name?: string;
}

const RULES: readonly PanelRule[] = [
  {
    title: "Loss",
    unit: "number",
    table: "steps",
    pattern: /^loss(?:Terms\.(?<name>.+))?$/,
    name: "total",
  },
  {
    title: "Validation videos, top-1",
    unit: "share",
    table: "validation",
    pattern: /^(?<name>.+)\.top1$/,
  },
  {
    title: "Validation videos, top-5",
    unit: "share",
    table: "validation",
    pattern: /^(?<name>.+)\.top5$/,
  },
  {
    title: "Pseudo-labels used (mask rate)",
    unit: "share",
    table: "steps",
    pattern: /^gate\.(?<name>.+)\.maskRate$/,
  },
  {
    title: "Pseudo-labels right, of those used",
    unit: "share",
    table: "steps",
    pattern: /^gate\.(?<name>.+)\.right$/,
  },
  {
    title: "Mean confidence and agreement",
    unit: "share",
    table: "steps",
    pattern: /^(?:gate\.(?<name>.+)\.confidence|agreement)$/,
    name: "agreement",
  },
  {
    title: "Learning rate",
    unit: "number",
    table: "steps",
    pattern: /^learningRate\.(?<name>.+)$/,
  },
  {
    title: "Gradient norm",
    unit: "number",
    table: "steps",
    pattern: /^gradientNorm\.(?<name>.+)$/,
  },
  {
    title: "Seconds of a step",
    unit: "seconds",
    table: "steps",
    pattern: /^seconds\.(?<name>.+)$/,
  },
  {
    title: "Memory, highest so far",
    unit: "bytes",
    table: "costs",
    pattern: /^(?<name>peakResidentBytes)$/,
  },
];

/** Columns of the steps that no reader looks for as a curve. */
const NOT_DRAWN = /^gate\.|^(?:step|epoch)$/;

/**
 * Lists the panels for what any of the runs has measured; numbers that only a user's own code writes
 * get a panel each, at the end.
 */
export function listPanels(series: readonly SeriesAnswer[]): Panel[] {
  const known = RULES.flatMap(({ title, unit, table, pattern, name }) => {
    const quantities = columnsOf(series, table).flatMap((column) => {
      const match = pattern.exec(column);
      if (match === null) return [];
      return [{ name: readable(match.groups?.name ?? name ?? column), table, column }];
    });
    return quantities.length === 0 ? [] : [{ title, unit, quantities }];
  });
  const others = columnsOf(series, "steps").filter((column) => {
    return !NOT_DRAWN.test(column) && !RULES.some(({ pattern }) => pattern.test(column));
  });
  return [...known, ...others.map(panelOf)];
}

function panelOf(column: string): Panel {
  const name = readable(column);
  return { title: name, unit: "number", quantities: [{ name, table: "steps", column }] };
}

function columnsOf(series: readonly SeriesAnswer[], table: CurveTable): string[] {
  return [...new Set(series.flatMap((answer) => Object.keys(answer[table].columns)))];
}

/** Turns `supervisedPrimary` into "supervised primary". */
function readable(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replaceAll(/[._]/g, " ");
}
