import { STREAM_STATIONS, type StreamStation } from "./stream_station.ts";

/** A rectangle, in pixels. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a part of the stream is drawn. */
export interface PlacedStation extends Area {
  readonly station: StreamStation;
  /** Where its clips are drawn. */
  readonly clips: Area;
}

/** Where the stream is drawn. */
export interface StreamLayout {
  readonly width: number;
  readonly height: number;
  /** From left to right, or from top to bottom. */
  readonly isWide: boolean;
  readonly stations: readonly PlacedStation[];
  /** The way of the credits from `release` back to `paced`. */
  readonly back: { readonly path: string; readonly credits: Area; readonly label: Point };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** From this width, in pixels, the stream flows from left to right. */
const WIDE = 860;

/** Space around the drawing. */
const MARGIN = 2;

/** Top of what flows from left to right: above it a word on the station that sets the pace. */
const TOP = 22;
const BOX_HEIGHT = 104;

/** Height of the name and the count above the clips. */
const HEAD = 46;

/** Space between a box and its clips. */
const PADDING = 6;

/** Depth of the way back, below the boxes or beside them. */
const BACK = 56;

/** Radius of the bends. */
const BEND = 8;

/** Shares of the width, or heights in pixels: with clips, and without. */
const WIDTHS = { operator: [10, 7], edge: [8, 2.5] } as const;
const HEIGHTS = { operator: [56, 34], edge: [42, 16] } as const;

/** Height of the names of operators above their clips there. */
const NARROW_HEAD = 22;

/** Left edge of the clips where the stream flows from top to bottom. */
const NAMES_WIDTH = 132;

/** Lays the stream out for a width in pixels. */
export function layoutStream(width: number): StreamLayout {
  return width >= WIDE ? layoutWide(width) : layoutNarrow(width);
}

function layoutWide(width: number): StreamLayout {
  const shares = STREAM_STATIONS.map((station) => sizeOf(station, WIDTHS));
  const unit = (width - 2 * MARGIN) / shares.reduce((sum, share) => sum + share, 0);
  let x = MARGIN;
  const stations = STREAM_STATIONS.map((station, index): PlacedStation => {
    const box = { x, y: TOP, width: (shares[index] ?? 0) * unit, height: BOX_HEIGHT };
    x += box.width;
    const clips = {
      x: box.x + PADDING,
      y: TOP + HEAD,
      width: box.width - 2 * PADDING,
      height: BOX_HEIGHT - HEAD - PADDING,
    };
    return { station, ...box, clips };
  });
  return { ...wideBack(stations), width, isWide: true, stations };
}

function wideBack(stations: readonly PlacedStation[]): Pick<StreamLayout, "back" | "height"> {
  const start = centerOf(stations.at(-1));
  const end = centerOf(stations[0]);
  const bottom = TOP + BOX_HEIGHT;
  const y = bottom + BACK / 2;
  const path = `M ${start.x} ${bottom} V ${y - BEND} q 0 ${BEND} ${-BEND} ${BEND} ` +
    `H ${end.x + BEND} q ${-BEND} 0 ${-BEND} ${-BEND} V ${bottom + 2}`;
  const left = end.x + 2 * BEND;
  const credits = { x: left, y: y - 8, width: start.x - left - 2 * BEND, height: 16 };
  const label = { x: (start.x + end.x) / 2, y: y + 26 };
  return { height: y + 34, back: { path, credits, label } };
}

function layoutNarrow(width: number): StreamLayout {
  let y = TOP;
  const right = width - MARGIN - BACK;
  const stations = STREAM_STATIONS.map((station): PlacedStation => {
    const box = { x: MARGIN, y, width: right - MARGIN, height: sizeOf(station, HEIGHTS) };
    y += box.height;
    const head = station.kind === "operator" ? NARROW_HEAD : PADDING;
    const clips = {
      x: NAMES_WIDTH,
      y: box.y + head,
      width: right - NAMES_WIDTH - PADDING,
      height: box.height - head - PADDING,
    };
    return { station, ...box, clips };
  });
  return { ...narrowBack(stations, right), width, isWide: false, stations };
}

function narrowBack(
  stations: readonly PlacedStation[],
  right: number,
): Pick<StreamLayout, "back" | "height"> {
  const start = centerOf(stations.at(-1));
  const end = centerOf(stations[0]);
  const x = right + BACK / 2;
  const path = `M ${right} ${start.y} H ${x - BEND} q ${BEND} 0 ${BEND} ${-BEND} ` +
    `V ${end.y + BEND} q 0 ${-BEND} ${-BEND} ${-BEND} H ${right + 2}`;
  const top = end.y + 2 * BEND;
  const credits = { x: x - 8, y: top, width: 16, height: start.y - top - 2 * BEND };
  const height = start.y + 44;
  return { height, back: { path, credits, label: { x: right / 2, y: height - 8 } } };
}

function sizeOf(
  { kind, clips }: StreamStation,
  sizes: Readonly<Record<StreamStation["kind"], readonly [withClips: number, without: number]>>,
): number {
  return sizes[kind][clips === undefined ? 1 : 0];
}

function centerOf(station: PlacedStation | undefined): Point {
  if (station === undefined) return { x: 0, y: 0 };
  return { x: station.x + station.width / 2, y: station.y + station.height / 2 };
}
