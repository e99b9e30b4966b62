import type { VideoEntry } from "../../datasets/mod.ts";
import { countLabels } from "./count_labels.ts";

/** Labels per class that are advised, if there are more. */
const USUAL_COUNT = 5;

/** Thrown when a method needs unlabeled videos, and all are labeled; its message has several lines. */
export class NoUnlabeledError extends Error {
  /** The name of this class. */
  override readonly name = "NoUnlabeledError";

  /** Creates an error that says what to do. */
  constructor(method: string, labeled: readonly VideoEntry[]) {
    super(describe(method, labeled));
  }
}

function describe(method: string, labeled: readonly VideoEntry[]): string {
  const counts = [...countLabels(labeled).values()];
  const lowest = Math.min(...counts);
  const kept = Math.min(USUAL_COUNT, Math.max(1, lowest - 1));
  const lines = [
    `Cannot train by ${method} as it must have unlabeled videos: current value is 0, as all ` +
    `${labeled.length} training videos are labeled. Add to the command one of`,
    "  --method supervised     to train on the labels alone",
    "  --unlabeled FOLDER      to add videos without labels, from a folder or list",
  ];
  // With one label in each class, none can be hidden.
  if (counts.some((count) => count > kept)) {
    lines.push(`  --labels-per-class ${kept}    to hide all other labels, for an experiment`);
  }
  return lines.join("\n");
}
