/** A part of a picture: its size, and how it is drawn. */
export interface Part {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** Draws its elements with its upper left corner at a position, in pixels. */
  readonly draw: (left: number, top: number) => readonly string[];
}
