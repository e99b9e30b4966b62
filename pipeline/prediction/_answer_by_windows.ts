import { bufferCount, lastValueFrom, map, tap } from "rxjs";
import { slidingWindows } from "../../datasets/mod.ts";
import { Credits, paced, release, slowFast } from "../../operators/mod.ts";
import { decodedWindow } from "../videos/decoded_window.ts";
import { answerOf } from "./_answer_of.ts";
import { endOf, StartedFrames, type StartedVideo } from "./_started_video.ts";
import type { Looking } from "./_looking.ts";
import { type FinalMoment, WindowScores } from "./_window_scores.ts";
import { answerBy } from "./answer_by.ts";
import type { Answer } from "./prediction.ts";
import { clipRates } from "../config/clip_rates.ts";

/**
 * Answers for a long video by windows, in one pass: while some of them are on the device, as many
 * are decoded.
 *
 * @throws {DecodeError} If it has no frame.
 * @throws {unknown} If the signal is aborted and the video is not live: its reason.
 */
export async function answerByWindows(video: StartedVideo, looking: Looking): Promise<Answer> {
  const { config: { clip, seed, evaluate }, plan, rule, signal, network } = looking;
  const { isLive } = video.input;
  // The answer for what happens now must not wait for further windows.
  const batch = isLive ? 1 : evaluate.videosAtOnce * plan.clips;
  // The device may take any time for a batch.
  const credits = new Credits(2 * batch, { stalledAfterSec: Infinity });
  const frames = new StartedFrames(video, isLive ? signal : undefined);
  const windows = slidingWindows(frames, { frameCount: plan.frameCount, hop: plan.hop });
  const scores = new WindowScores(plan, rule);
  const scored = paced(windows, credits).pipe(
    map((window) => decodedWindow(video.input.name, window)),
    slowFast({ clips: clipRates(clip), seed, training: false }),
    bufferCount(batch),
    looking.windows.classifyEach(isLive ? undefined : signal),
    tap(({ clips, probabilities }) => {
      const { position } = clips[0]!.ticket;
      showMoments(scores.add(position, answerBy(network, probabilities)), video, looking);
    }),
    release(credits),
  );
  await lastValueFrom(scored, { defaultValue: undefined });
  const { framesRead } = frames;
  const end = endOf(video.opened, { framesRead, framesPerSecond: plan.framesPerSecond });
  showMoments(scores.finish(end), video, looking);
  return answerOf(video, scores, looking);
}

function showMoments(
  moments: readonly FinalMoment[],
  { input, opened }: StartedVideo,
  { videosProgress, onMoment }: Looking,
): void {
  for (const { moment, isNew } of moments) if (input.isLive) onMoment?.(input, moment, isNew);
  const last = moments.at(-1)?.moment;
  if (last === undefined) return;
  const text = last.class ?? "unsure";
  videosProgress.showMoment(input.name, last.end, { length: opened.durationSec, text });
}
