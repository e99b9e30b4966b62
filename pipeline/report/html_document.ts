import { paletteCss } from "../pictures/palette_css.ts";
import { Html, type HtmlPart, markup } from "./html.ts";

/** The looks of all reports. */
const STYLE = `
* { box-sizing: border-box; }
body {
  max-width: 72rem; margin: 0 auto; padding: 1rem 1.5rem 4rem;
  background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, "DejaVu Sans", sans-serif;
}
h1 { margin: 0.5rem 0; font-size: 1.4rem; overflow-wrap: anywhere; }
h2 { margin: 2rem 0 0.5rem; padding-top: 0.75rem; border-top: 1px solid var(--rule); font-size: 1.15rem; }
p { margin: 0.4rem 0; max-width: 50rem; white-space: pre-line; }
.muted { color: var(--muted); }
.problem { color: var(--problem); font-weight: 600; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.25rem 0.9rem 0.25rem 0; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; overflow-wrap: break-word; }
th { font-weight: 600; }
.number { text-align: right; white-space: nowrap; }
img { max-width: 100%; height: auto; }
.strip { display: flex; gap: 4px; overflow-x: auto; padding: 0.25rem 0; }
.strip img { flex: none; height: 96px; border-radius: 3px; background: #000000; }
.mistake { margin: 0.75rem 0 1.25rem; }
code, pre { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 0.9rem; }
pre { padding: 0.6rem 0.8rem; overflow-x: auto; border-radius: 0.4rem; background: var(--field); white-space: pre-wrap; overflow-wrap: anywhere; }
summary { cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
@media print { details > * { display: block; } }
`;

/** Nothing is loaded, and no script runs, whatever a text contains. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/**
 * Writes a page that stands alone: one file, without scripts, that loads nothing.
 *
 * @param style Style sheet of what only this page has; without texts of others.
 */
export function htmlDocument(title: string, content: HtmlPart, style = ""): string {
  const { text } = markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Html(paletteCss() + STYLE + style)}</style>
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`;
  return text;
}
