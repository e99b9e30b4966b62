import type { VideoMap } from "../../../pipeline/report/video_map.ts";

/** A JPEG image of one pixel. */
const THUMBNAIL =
  "data:image/jpeg;base64,/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAP//////////////////////" +
  "////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAA" +
  "AAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AR//Z";

/** Options of {@linkcode videoMapOf}. */
interface VideoMapOptions {
  /** Names of the classes, in turn those of the videos. */
  readonly classes: readonly string[];
  readonly count: number;
  /** The names of the videos. */
  readonly name?: (index: number) => string;
}

/** A map of videos on a diagonal, of which every third one is taken for the first class. */
export function videoMapOf(
  { classes, count, name = (index) => `video ${index}.mp4` }: VideoMapOptions,
): VideoMap {
  const size = Math.ceil(count / classes.length);
  const videos = Array.from({ length: count }, (_, index) => {
    const label = classes[Math.floor(index / size)]!;
    const answer = index % 3 === 0 ? classes[0]! : label;
    return {
      video: name(index),
      label,
      answers: { both: [{ class: answer, probability: 0.5 }], primary: [] },
      point: [index / (count - 1), index / (count - 1)] as const,
      thumbnail: THUMBNAIL,
    };
  });
  return {
    videos,
    tested: 2 * count,
    classes,
    neighbors: 5,
    agreement: {
      share: 0.456,
      chance: 0.25,
      classes: classes.map((className, index) => ({
        name: className,
        videos: size,
        share: 1 - index / classes.length,
        nextTo: index === 0 ? undefined : { name: classes[0]!, share: 0.5 },
      })),
    },
  };
}
