/** A color as readers of either color scheme see it, in CSS's hexadecimal notation. */
export interface SchemeColor {
  readonly light: string;
  readonly dark: string;
}

/**
 * The colors of all charts and pages by what they are used for, which is their name in CSS, too:
 * `--paper` and `--ink` are background and text, `--muted` is text beside the point, `--rule` are
 * thin lines, `--field` is the background of fields, code and of what is empty, `--accent` is what a
 * chart is about, a link or a chosen button, `--on-accent` is text on it, and `--problem` is text of
 * an error. `--series-1` to `--series-6` tell curves apart, for readers with any kind of color
 * vision; a chart uses them in this order, and has a legend in the order of its curves.
 *
 * Texts have a contrast of at least 4.5 to their background, and curves of at least 3: level AA of
 * the Web Content Accessibility Guidelines.
 */
export const PALETTE = {
  "paper": { light: "#ffffff", dark: "#0d1117" },
  "ink": { light: "#1f2328", dark: "#e6edf3" },
  "muted": { light: "#59636e", dark: "#9198a1" },
  "rule": { light: "#d1d9e0", dark: "#30363d" },
  "field": { light: "#f0f3f6", dark: "#1a2029" },
  "accent": { light: "#0a4a9e", dark: "#79c0ff" },
  "on-accent": { light: "#ffffff", dark: "#0d1117" },
  "problem": { light: "#a40e26", dark: "#ff9492" },
  "series-1": { light: "#0a4a9e", dark: "#79c0ff" },
  "series-2": { light: "#c07b17", dark: "#e5a065" },
  "series-3": { light: "#038075", dark: "#96fae9" },
  "series-4": { light: "#820d55", dark: "#d06896" },
  "series-5": { light: "#715911", dark: "#fbe790" },
  "series-6": { light: "#0995cd", dark: "#3d9ad4" },
} as const satisfies Readonly<Record<string, SchemeColor>>;
