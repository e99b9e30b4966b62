/** Extension of prepared videos. */
const VIDEO_EXTENSION = ".mp4";

/** That of the files with their flow: not one of videos, so that no list takes them for some. */
const FLOW_EXTENSION = ".flow";

/** Whether a video is named like a prepared one, which may have flow beside it. */
export function mayHaveFlow(video: string): boolean {
  return video.endsWith(VIDEO_EXTENSION);
}

/** Returns where the flow of a prepared video is: "a.flow" for "a.mp4". */
export function flowPath(video: string): string {
  return video.slice(0, -VIDEO_EXTENSION.length) + FLOW_EXTENSION;
}
