/** Colors of the palette that tell things apart, `--series-1` and so on. */
const COLORS = 6;

/** How a point is filled: whole, as a ring, as a ring with a dot. */
const FILLS = [
  "background: currentColor;",
  "background: var(--paper);",
  "background: radial-gradient(currentColor 34%, var(--paper) 42%);",
];

/** Classes that look different from one another. */
export const CLASS_LOOKS = COLORS * FILLS.length;

/** How much larger than the page a map can be. */
export const MAP_ZOOMS = [1, 2, 4] as const;

/**
 * Writes the style sheet of a map. A point is in one cell of a grid, moved by margins, so that what
 * it shows can be positioned by the map around it and is not cut off where the map scrolls.
 */
const STYLE = `
.map {
  --about: 18.5rem; --point: 11px;
  position: relative; display: grid; gap: 0.75rem 1.25rem; margin: 0.75rem 0;
  grid-template-columns: minmax(0, 1fr) 17rem; grid-template-rows: var(--about) auto;
}
.map.many { --point: 8px; }
.plot { grid-area: 1 / 1 / 3 / 2; aspect-ratio: 1; overflow: auto; border: 1px solid var(--rule); border-radius: 0.4rem; }
.field { display: grid; width: 100%; aspect-ratio: 1; padding: 1.25rem; }
.point, .name { grid-area: 1 / 1; justify-self: start; align-self: start; margin: var(--y) 0 0 var(--x); }
.point {
  appearance: none; position: relative; width: var(--point); height: var(--point); border-radius: 50%;
  transform: translate(-50%, -50%); cursor: pointer;
}
.point::before, .sample {
  content: ""; display: block; width: var(--point); height: var(--point);
  border: 2px solid currentColor; border-radius: 50%;
}
.sample { display: inline-block; --point: 12px; margin: 0 0.2rem; vertical-align: -1px; background: currentColor; }
.wrong::before, .sample.wrong { border-radius: 0; transform: rotate(45deg) scale(1.05); }
.sample.wrong { color: var(--muted); }
.point:hover, .point:focus-visible, .point:checked { z-index: 2; outline: 3px solid var(--ink); outline-offset: 4px; }
.map .name { z-index: 1; display: none; transform: translate(-50%, -50%); font-size: 0.8rem; font-weight: 600; pointer-events: none; white-space: nowrap; color: var(--ink); text-shadow: 0 0 3px var(--paper), 0 0 3px var(--paper), 0 0 5px var(--paper), 0 0 8px var(--paper); }
.map.named .name { display: block; }
.choose, .card { position: absolute; top: 0; right: 0; width: 17rem; height: var(--about); overflow: auto; padding: 0.6rem 0.75rem; border: 1px solid var(--rule); border-radius: 0.4rem; background: var(--field); overflow-wrap: anywhere; font-size: 0.9rem; }
.choose { color: var(--muted); }
.card { display: none; z-index: 3; }
.card img { width: 160px; height: 120px; border-radius: 3px; background: #000000; }
.card p { white-space: normal; }
.point:checked + .card { display: block; }
.point:hover + .card { display: block; z-index: 4; }
.controls { grid-area: 2 / 2; min-width: 0; font-size: 0.9rem; }
.controls fieldset { margin: 0 0 0.75rem; padding: 0.3rem 0.75rem 0.5rem; border: 1px solid var(--rule); border-radius: 0.4rem; min-width: 0; }
.controls label { display: block; overflow-wrap: anywhere; }
.controls .zooms label { display: inline-block; margin-right: 0.75rem; }
.classes { max-height: 20rem; overflow: auto; }
.map:has(#mistakes:checked) .point:not(.wrong), .map:has(.pick:checked) .point { visibility: hidden; }
.map:has(.pick:checked) .point::before { visibility: visible; opacity: 0.15; pointer-events: none; }
.map:has(#mistakes:checked) .point:not(.wrong)::before { visibility: hidden; }
.map:has(.pick:checked) .name { display: none; }
@media (max-width: 48rem) {
  .map { --about: 11.5rem; grid-template-columns: minmax(0, 1fr); grid-template-rows: var(--about) auto auto; }
  .plot { grid-area: 2 / 1; }
  .controls { grid-area: 3 / 1; }
  .choose, .card { width: 100%; }
  .card img { float: left; width: 107px; height: 80px; margin-right: 0.75rem; }
}
@media print { .choose, .card, .point:checked + .card { display: none; } }
`;

/** Writes the style sheet of a map of so many classes. */
export function mapStyle(classes: number): string {
  const zooms = MAP_ZOOMS.map((zoom) =>
    `.map:has(#zoom-${zoom}:checked) .field { width: ${100 * zoom}%; }`
  );
  const looks = Array.from({ length: classes }, (_, look) => {
    const fill = FILLS[Math.floor(look / COLORS) % FILLS.length]!;
    return `.c${look} { color: var(--series-${look % COLORS + 1}); }
.point.c${look}::before, .sample.c${look} { ${fill} }
.map:has(#pick-${look}:checked) .point.c${look} { visibility: visible; }
.map:has(#pick-${look}:checked) .point.c${look}::before { opacity: 1; pointer-events: auto; }
.map:has(#pick-${look}:checked) .name.c${look} { display: block; }
.map:has(#mistakes:checked):has(#pick-${look}:checked) .point.c${look}:not(.wrong), .map:has(#mistakes:checked):has(#pick-${look}:checked) .point.c${look}:not(.wrong)::before { visibility: hidden; }`;
  });
  return [STYLE, ...zooms, ...looks].join("\n");
}
