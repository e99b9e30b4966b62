import type { DecodedWindow, PlannedClip, Role, Ticket, VideoSource } from "../../operators/mod.ts";

/** A video called `id`. */
export function video(id: string, label: number | null = 0): VideoSource {
  return { id, label, path: `/videos/${id}.mp4` };
}

/** Videos called `prefix` and a number. */
export function videos(prefix: string, count: number): VideoSource[] {
  return Array.from({ length: count }, (_, index) => video(`${prefix}${index}`));
}

/** A ticket for a video called `id`. */
export function ticket(id: string, role: Role = "unlabeled", position = 0): Ticket {
  return { video: video(id), phase: 0, epoch: 0, position, repeat: 0, role };
}

/** A window whose frames are flat: every value of frame `n` is `10 n + offset`. */
export function window(
  ticket: Ticket,
  size: { frameCount: number; height: number; width: number; framesPerSecond: number },
  offset = 0,
): DecodedWindow {
  const { frameCount, height, width } = size;
  const values = height * width * 3;
  const frames = new Uint8Array(frameCount * values);
  for (let frame = 0; frame < frameCount; frame++) {
    frames.fill(10 * frame + offset, frame * values, (frame + 1) * values);
  }
  return { ticket, frames, ...size };
}

/** A clip of three frames for the primary model and two for the auxiliary one, without views. */
export function clip(id: string, role: Role = "unlabeled", height = 4, width = 6): PlannedClip {
  const size = { frameCount: 4, framesPerSecond: 30, height, width };
  return {
    ...window(ticket(id, role), size),
    indices: { primary: [0, 1, 3], auxiliary: [1, 2] },
    views: {},
  };
}
