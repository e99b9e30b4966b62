import type { VideoWindow } from "../../datasets/mod.ts";
import type { DecodedWindow } from "../../operators/mod.ts";

/**
 * Returns a window of a video that belongs to no data set as operators take it; its ticket's
 * position is its first frame.
 */
export function decodedWindow(name: string, window: VideoWindow): DecodedWindow {
  const video = { id: name, path: name, label: null };
  const showing = { phase: 0, epoch: 0, position: window.startFrame, repeat: 0 };
  return { ticket: { video, ...showing, role: "unlabeled" }, ...window };
}
