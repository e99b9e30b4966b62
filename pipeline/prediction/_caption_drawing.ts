/** Smallest size of letters in pixels that can be read. */
export const SMALLEST_TEXT = 12;

/** A rectangle in pixels as a drawing. */
export function rectangle(
  { x, y, width, height }: Readonly<Record<"x" | "y" | "width" | "height", number>>,
  color: string,
): string {
  const corners = `m 0 0 l ${width} 0 ${width} ${height} 0 ${height}`;
  return `{\\an7\\pos(${x},${y})\\1c&H${color}&\\p1}${corners}{\\p0}`;
}

/** Writes text so that nothing in it is a command. */
export function escapeText(text: string): string {
  return text.replaceAll("\\", "\\\u2060").replaceAll("{", "\\{").replaceAll("}", "\\}")
    .replaceAll(/\s+/g, " ");
}
