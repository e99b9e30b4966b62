/**
 * File name extensions of videos. Not those that stand for other things as well, such as `gif`, which
 * previews have, `dat` or `ogg`; nor those of bare streams, which often lie beside the files that
 * were made of them.
 */
const EXTENSIONS =
  ("3g2 3gp asf avi divx dv f4v flv m1v m2t m2ts m2v m4v mkv mov mp4 mpe mpeg mpg " +
    "mts mxf ogm ogv qt rm rmvb ts vob webm wmv y4m").split(" ");

const VIDEO_EXTENSIONS = new Set(EXTENSIONS);

/** The extensions of videos in a text, where a blank, comma, semicolon or the end follows. */
export const VIDEO_NAME_END = new RegExp(`\\.(?:${EXTENSIONS.join("|")})(?=[\\s,;]|$)`, "gi");

/** Whether a file name has the extension of a video. */
export function hasVideoExtension(name: string): boolean {
  const dot = name.lastIndexOf(".");
  return dot > 0 && VIDEO_EXTENSIONS.has(name.slice(dot + 1).toLowerCase());
}
