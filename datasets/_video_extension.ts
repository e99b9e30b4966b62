/** File name extensions of videos. */
const EXTENSIONS = "3gp avi flv m2ts m4v mkv mov mp4 mpeg mpg mts ogv ts vob webm wmv y4m"
  .split(" ");

const VIDEO_EXTENSIONS = new Set(EXTENSIONS);

/** The extensions of videos in a text, where a blank, comma, semicolon or the end follows. */
export const VIDEO_NAME_END = new RegExp(`\\.(?:${EXTENSIONS.join("|")})(?=[\\s,;]|$)`, "gi");

/** Whether a file name has the extension of a video. */
export function hasVideoExtension(name: string): boolean {
  const dot = name.lastIndexOf(".");
  return dot > 0 && VIDEO_EXTENSIONS.has(name.slice(dot + 1).toLowerCase());
}
