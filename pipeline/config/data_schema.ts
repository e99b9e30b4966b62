import * as v from "valibot";
import { LAYOUT_NAMES } from "../../datasets/layouts/layout_names.ts";
import { hasTestVideos, PUBLISHED_SPLITS } from "../../datasets/splits/published_splits.ts";
import { number, oneOf, section, text, whole } from "./fields.ts";

const motionSchema = section({
  trainPerClass: v.optional(whole({ min: 1 }), 60),
  testPerClass: v.optional(whole({ min: 1 }), 20),
  size: v.optional(v.pipe(whole({ min: 8 }), v.multipleOf(2, "must be even")), 48),
  seed: v.optional(whole({ max: 0x7fff_ffff }), 0),
});

/** Schema of `data`: which videos there are, and which of them keep their label. */
export const dataSchema = v.pipe(
  section({
    source: v.optional(text(), "motion"),
    testList: v.exactOptional(text()),
    unlabeled: v.optional(v.array(text(), "must be a list of paths"), []),
    split: v.exactOptional(oneOf(PUBLISHED_SPLITS)),
    layout: v.exactOptional(oneOf(LAYOUT_NAMES)),
    presentClassesOnly: v.optional(v.boolean("must be true or false"), false),
    motion: v.optional(motionSchema, {}),
    labelsPerClass: v.exactOptional(whole({ min: 1, ifOmitted: "all labels are used" })),
    holdOutShare: v.optional(number({ aboveMin: true, max: 0.9 }), 0.2),
    validationShare: v.optional(number({ max: 0.9 }), 0),
    cacheMebibytes: v.exactOptional(whole()),
    diskMebibytes: v.optional(whole(), 0),
    missingShare: v.optional(number({ max: 1 }), 0.05),
    failureShare: v.optional(number({ max: 1 }), 0.1),
    silenceSeconds: v.optional(number({ aboveMin: true }), 60),
  }),
  v.check(
    ({ split, labelsPerClass }) => split === undefined || labelsPerClass === undefined,
    "must have only one of split and labelsPerClass, as a split names its labeled videos: current value is both",
  ),
  v.check(
    ({ split, source }) => split === undefined || source !== "motion",
    "must have a folder of videos as source if it has a split, as the built-in videos have none: " +
      "current value is motion",
  ),
  v.check(
    ({ layout, source }) => layout === undefined || source !== "motion",
    "must have a folder of videos as source if it has a layout: current value is motion",
  ),
  v.check(
    ({ split, testList }) => split === undefined || testList === undefined || !hasTestVideos(split),
    "must have only one of split and testList, as this split names its test videos: " +
      "current value is both",
  ),
  v.check(
    ({ testList, source }) => testList === undefined || source !== "motion",
    "must have a folder or list of videos as source if it has a testList (--data, --test-list)",
  ),
  v.check(
    ({ unlabeled, source }) => unlabeled.length === 0 || source !== "motion",
    "must have a folder or list of videos as source if it has unlabeled ones (--data FOLDER): " +
      "current value is motion",
  ),
);
