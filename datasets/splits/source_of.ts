import type { VideoEntry } from "../manifest.ts";

/** Ends of names like UCF-101's: the group that cuts of one video share, then the cut. */
const UCF_NAME = /^(.*?_g\d+)_c\d/s;

/**
 * Names of HMDB-51: film and class, then the visible part of the body, whether the camera moves, the
 * number of people, the view, the quality, and the number of the clip.
 */
const HMDB_NAME = /^(.+)_[fhlu]_[cn]m_np\d+_(?:ba|fr|le|ri)_(?:bad|goo|med)_\d+(?:\.|$)/s;

/** Classes of HMDB-51; those that end others come after them. */
const HMDB_CLASSES = (
  "brush_hair cartwheel catch chew clap climb_stairs climb dive draw_sword dribble drink eat " +
  "fall_floor fencing flic_flac golf handstand hit hug jump kick_ball kick kiss laugh pick pour " +
  "pullup punch push pushup ride_bike ride_horse run shake_hands shoot_ball shoot_bow shoot_gun " +
  "sit situp smile smoke somersault stand swing_baseball sword_exercise sword talk throw turn " +
  "walk wave"
).split(" ");

/** Names of Kinetics' files: the video's id at YouTube, and the seconds that the cut is from. */
const KINETICS_NAME = /^([\w-]{11})_(\d{6})_(\d{6})(?:\.|$)/;

/** Length of Kinetics' cuts in seconds. */
const KINETICS_SECONDS = 10;

/**
 * Returns what a video was cut from, if its name is written as those of UCF-101 ("v_Lunges_g07"),
 * HMDB-51 (the film) or Kinetics (the video's id): the same text for all cuts of one source. Other
 * names say nothing for certain.
 */
export function sourceOf({ id }: Pick<VideoEntry, "id">): string | undefined {
  const name = id.slice(id.lastIndexOf("/") + 1);
  return ucfGroup(name) ?? hmdbFilm(name) ?? kineticsVideo(name);
}

function ucfGroup(name: string): string | undefined {
  return UCF_NAME.exec(name)?.[1];
}

function hmdbFilm(name: string): string | undefined {
  const named = HMDB_NAME.exec(name)?.[1];
  const className = HMDB_CLASSES.find((className) => named?.endsWith(`_${className}`));
  return className === undefined ? named : named?.slice(0, -className.length - 1);
}

function kineticsVideo(name: string): string | undefined {
  const [, video, start, end] = KINETICS_NAME.exec(name) ?? [];
  return Number(end) - Number(start) === KINETICS_SECONDS ? video : undefined;
}
