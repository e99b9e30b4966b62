/** A part of a data set that a folder can hold. */
export type Part = "train" | "test" | "val" | "unlabeled";

/** Names of parts as people write them, in lower case and without separators. */
const NAMES: Readonly<Record<Part, string>> = {
  train: "train training trainval trn labeled annotated supervised",
  test: "test tests testing tst eval evaluate evaluation holdout heldout",
  val: "val valid validate validation vld dev devel development",
  unlabeled: "unlabeled unlabel unlab unsup unsupervised unannotated nolabel nolabels " +
    "withoutlabel withoutlabels noannotation noannotations",
};

const PARTS: ReadonlyMap<string, Part> = new Map(
  Object.entries(NAMES).flatMap(([part, names]) =>
    names.split(" ").map((name) => [name, part as Part] as const)
  ),
);

/** Names that are parts only if nothing is around them. */
const SHORT_NAMES: ReadonlyMap<string, Part> = new Map([
  ["tr", "train"],
  ["te", "test"],
  ["va", "val"],
]);

/** Words that say nothing about the part, before or after it: "train_set", "videos-val". */
const FILLERS = "set|data|dataset|datasets|videos?|clips?|split|folder|part|files?|samples?";

const FILLER_BEFORE = new RegExp(`^(?:${FILLERS})(?=.)`);
const FILLER_AFTER = new RegExp(`(?<=.)(?:${FILLERS}|\\d+)$`);

/** "train" beside a word about labels, which only training videos may lack. */
const TRAIN_BESIDE = new RegExp(
  "^train(?:ing)?(?=label|un|no|without)|(?<=^(?:label|un|no|without).+)train(?:ing)?$",
);

/** Characters of a folder's name, at most. */
const LONGEST_NAME = 255;

/**
 * Returns the part of a data set that a folder is named after, in any case and with the usual
 * synonyms and separators ("Train", "test_set", "validation", "videos-val", "Unlabeled Videos");
 * null if it is named after something else.
 */
export function partOf(folderName: string): Part | null {
  if (folderName.length > LONGEST_NAME) return null;
  let name = folderName.normalize("NFKC").toLowerCase().replace(/[\s_.\-()[\]]+/g, "")
    // British English doubles the l.
    .replace(/label+ed/, "labeled");
  const shortPart = SHORT_NAMES.get(name);
  if (shortPart !== undefined) return shortPart;
  for (;;) {
    const part = PARTS.get(name);
    if (part !== undefined) return part;
    const shorter = [FILLER_BEFORE, FILLER_AFTER, TRAIN_BESIDE]
      .map((affix) => name.replace(affix, ""))
      .find((stripped) => stripped !== name);
    if (shorter === undefined) return null;
    name = shorter;
  }
}
