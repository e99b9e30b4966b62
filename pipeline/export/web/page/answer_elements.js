/**
 * Elements that show answers.
 *
 * @module
 */

import { mostProbable } from "../../../evaluation/most_probable.ts";

/** Classes shown for each network. */
const SHOWN_CLASSES = 5;

const TITLES = {
  primary: "Primary network",
  auxiliary: "Auxiliary network",
  both: "Both networks",
};

/** Lists the most probable classes of a network, with bars. */
export function networkSection({ network, probabilities }, { inputs, classes }) {
  const kind = inputs.find((input) => input.network === network)?.config.kind;
  const section = make("section", { className: "network" });
  section.dataset.network = network;
  section.append(
    make("h2", { textContent: TITLES[network] + (kind === undefined ? "" : `: ${kind}`) }),
    make("ol"),
  );
  for (const label of mostProbable(probabilities, SHOWN_CLASSES)) {
    const item = make("li");
    const bar = make("progress", { max: 1, value: probabilities[label] });
    bar.ariaHidden = "true";
    item.append(
      make("span", { className: "label", textContent: classes[label] }),
      make("span", { className: "number", textContent: percent(probabilities[label]) }),
      bar,
    );
    section.lastChild.append(item);
  }
  return section;
}

/** Makes the row of a segment: its times, its action, and how sure it is. */
export function segmentRow({ start, end, class: name, probability }) {
  const row = make("tr");
  for (const text of [clock(start), clock(end), name]) {
    row.append(make("td", { textContent: text }));
  }
  row.append(make("td", { className: "number", textContent: percent(probability) }));
  return row;
}

function make(name, fields = {}) {
  return Object.assign(document.createElement(name), fields);
}

/** Writes a share in percent. */
export function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}

function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(1).padStart(4, "0")}`;
}
