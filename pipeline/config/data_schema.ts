import * as v from "valibot";
import { hasTestVideos, PUBLISHED_SPLITS } from "../../datasets/splits/published_splits.ts";
import { number, oneOf, section, text, whole } from "./fields.ts";

const motionSchema = section({
  /** Number of training videos of each of the eight classes. */
  trainPerClass: v.optional(whole({ min: 1 }), 60),
  /** Number of test videos of each class. */
  testPerClass: v.optional(whole({ min: 1 }), 20),
  /** Height and width, in pixels; even. */
  size: v.optional(v.pipe(whole({ min: 8 }), v.multipleOf(2, "must be even")), 48),
  /** Seed of the videos; not the run's seed, so that runs of several seeds share their videos. */
  seed: v.optional(whole({ max: 0x7fff_ffff }), 0),
});

const LABELS_PER_CLASS = 5;

/** Schema of `data`: which videos there are, and which of them keep their label. */
export const dataSchema = v.pipe(
  section({
    /**
     * `motion` for the built-in videos; else a folder of videos, a list file of lines `path label`,
     * or a database.
     */
    source: v.optional(text(), "motion"),
    /** List file of the test videos; if omitted, the source determines them. */
    testList: v.exactOptional(text()),
    /**
     * Published split that says which videos are labeled, unlabeled and for testing; the source is
     * a folder.
     */
    split: v.exactOptional(oneOf(PUBLISHED_SPLITS)),
    /** The built-in videos; used only if the source is `motion`. */
    motion: v.optional(motionSchema, {}),
    /**
     * Number of training videos per class whose label is used; the others are unlabeled. 5 if
     * omitted, unless there is a `split`, which names its labeled videos.
     */
    labelsPerClass: v.exactOptional(whole({ min: 1 })),
    /** Share of each class held out for testing if the source has no test videos of its own. */
    holdOutShare: v.optional(number({ aboveMin: true, max: 0.9 }), 0.2),
    /** Memory for decoded windows that are kept from epoch to epoch, in MiB. */
    cacheMebibytes: v.optional(whole(), 1024),
    /** Maximum share of the listed videos that may have no file. */
    missingShare: v.optional(number({ max: 1 }), 0.05),
    /** Maximum share of the videos that may fail to decode before the run stops. */
    failureShare: v.optional(number({ max: 1 }), 0.1),
  }),
  v.check(
    ({ split, labelsPerClass }) => split === undefined || labelsPerClass === undefined,
    "must have only one of split and labelsPerClass, as a split names its labeled videos",
  ),
  v.check(
    ({ split, source }) => split === undefined || source !== "motion",
    "must have a folder of videos as source if it has a split, as the built-in videos have none",
  ),
  v.check(
    ({ split, testList }) => split === undefined || testList === undefined || !hasTestVideos(split),
    "must have only one of split and testList, as this split names its test videos",
  ),
  v.transform((data) =>
    data.split === undefined ? { labelsPerClass: LABELS_PER_CLASS, ...data } : data
  ),
);
