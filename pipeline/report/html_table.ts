import { type Html, type HtmlPart, markup } from "./html.ts";

/** A table. */
export interface HtmlTable {
  /** Titles of the columns, or an empty text. */
  readonly header: readonly string[];
  /** A cell for each column; the first one names the row. */
  readonly rows: readonly (readonly HtmlPart[])[];
  /** Whether all columns but the first hold numbers. */
  readonly isNumeric?: boolean;
}

/** Writes a table, which scrolls where it is wider than the page. */
export function htmlTable({ header, rows, isNumeric = false }: HtmlTable): Html {
  const align = isNumeric ? "number" : "";
  const head = header.map((text, column) =>
    text === ""
      ? markup`<td></td>`
      : markup`<th scope="col" class="${column === 0 ? "" : align}">${text}</th>`
  );
  const body = rows.map(([name, ...cells]) => {
    const rest = cells.map((cell) => markup`<td class="${align}">${cell}</td>`);
    return markup`<tr><th scope="row">${name}</th>${rest}</tr>`;
  });
  const hasTitles = header.some((text) => text !== "");
  const titles = hasTitles ? markup`<thead><tr>${head}</tr></thead>` : undefined;
  const table = markup`<table>${titles}<tbody>${body}</tbody></table>`;
  return markup`<div class="wide" tabindex="0">${table}</div>`;
}
