import { MARGIN } from "../pictures/measures.ts";

/** Panels beside each other. */
const COLUMNS = 2;

/** Size of a panel with its texts, in pixels. */
const PANEL = { width: 430, height: 270 } as const;

/** Space between panels, in pixels. */
const PANEL_GAP = 24;

/** Edges of the plot, in pixels from the panel's corner. */
export const PLOT = { left: 52, right: 422, top: 44, bottom: 236 } as const;

/** Baselines of the lines of text in a panel, in pixels from its upper edge. */
export const BASELINES = { title: 14, legend: 34, ticks: PLOT.bottom + 16, axis: PLOT.bottom + 32 };

/** Baselines of the lines of text above the panels, in pixels. */
export const HEAD = { title: MARGIN + 14, subtitle: MARGIN + 36, bottom: MARGIN + 56 } as const;

/** Space between the vertical axis and the numbers beside it, in pixels. */
export const TICK_GAP = 8;

/** The sample of a curve beside its name, and the space around both, in pixels. */
export const SAMPLE = { width: 16, gap: 6, after: 14 } as const;

export const DOT_RADIUS = 3;

/** A position in pixels. */
export interface Position {
  readonly x: number;
  readonly y: number;
}

/** Returns where the upper left corner of a panel is. */
export function panelPosition(index: number): Position {
  const column = index % COLUMNS;
  const row = Math.floor(index / COLUMNS);
  return {
    x: MARGIN + column * (PANEL.width + PANEL_GAP),
    y: HEAD.bottom + row * (PANEL.height + PANEL_GAP),
  };
}

/** Returns the size of a picture of some panels. */
export function pictureSize(panels: number): { readonly width: number; readonly height: number } {
  const rows = Math.ceil(panels / COLUMNS);
  const columns = Math.min(panels, COLUMNS);
  return {
    width: 2 * MARGIN + columns * PANEL.width + (columns - 1) * PANEL_GAP,
    height: HEAD.bottom + rows * (PANEL.height + PANEL_GAP) - PANEL_GAP + MARGIN,
  };
}
