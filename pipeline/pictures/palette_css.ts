import { PALETTE, type SchemeColor } from "./palette.ts";

/**
 * Writes the style sheet that gives a page the colors of {@linkcode PALETTE} as variables, `--paper`
 * and so on, by the color scheme of its reader.
 */
export function paletteCss(): string {
  return `:root { color-scheme: light dark; ${variablesOf("light")} }
@media (prefers-color-scheme: dark) {
  :root { ${variablesOf("dark")} }
}
`;
}

function variablesOf(scheme: keyof SchemeColor): string {
  return Object.entries(PALETTE).map(([name, color]) => `--${name}: ${color[scheme]};`).join(" ");
}
