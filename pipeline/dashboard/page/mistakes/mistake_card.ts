/// <reference lib="dom" />
import type { KeptFrames, KeptMistake } from "../../../run/surest_mistakes.ts";
import { createElement } from "../dom/create_element.ts";
import { formatPercent } from "../text/format_percent.ts";

/** Makes the card of a mistake: frames of its video, and below them what each network looked at. */
export function mistakeCard(
  { video, label, wrong, answers, strip, heat }: KeptMistake,
): HTMLElement {
  const all = Object.entries(answers).flatMap(([who, [best]]) =>
    best === undefined ? [] : `${who}: ${best.class} ${formatPercent(best.probability)}`
  );
  const sureness = formatPercent(wrong.probability);
  return createElement(
    "article",
    { class: "clip" },
    createElement("h3", {}, `${wrong.class} with ${sureness}; it is ${label}`),
    createElement("p", { class: "muted" }, `${video}. ${all.join(", ")}`),
    ...stripsOf({ strip, heat }),
  );
}

function stripsOf({ strip, heat }: Pick<KeptMistake, "strip" | "heat">): HTMLElement[] {
  if (typeof strip === "string") {
    return [createElement("p", { class: "problem" }, `No frames: ${strip}`)];
  }
  return [
    ...stripOf(strip, { title: "The video", noun: "frame" }),
    ...heat.flatMap(({ explained: { network, kind, method }, images }) => {
      const title = `${network} (${kind}), ${method}`;
      return stripOf({ images, seconds: strip.seconds }, { title, noun: "heat" });
    }),
  ];
}

/** What a strip is called, and one image of it. */
interface StripWords {
  readonly title: string;
  readonly noun: string;
}

function stripOf({ images, seconds }: KeptFrames, { title, noun }: StripWords): HTMLElement[] {
  const shown = images.map((src, index) => {
    const time = `${(seconds[index] ?? 0).toFixed(2)} s`;
    return createElement("img", { src, alt: `${noun} at ${time}`, title: time });
  });
  return [
    // Screen readers hear the name of the group instead.
    createElement("p", { class: "frames-title", "aria-hidden": "true" }, title),
    createElement("div", { class: "frames", role: "group", "aria-label": title }, ...shown),
  ];
}
