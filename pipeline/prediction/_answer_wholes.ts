import { from, lastValueFrom, map, toArray } from "rxjs";
import { joinFrames, testWindows } from "../../datasets/mod.ts";
import { type PlannedClip, slowFast } from "../../operators/mod.ts";
import { decodedWindow } from "../videos/decoded_window.ts";
import { answerOf } from "./_answer_of.ts";
import { segmentOf } from "./_segments.ts";
import { endOf, type StartedVideo } from "./_started_video.ts";
import type { Looking } from "./_looking.ts";
import { answerBy } from "./answer_by.ts";
import type { Answer } from "./prediction.ts";
import { clipRates } from "../config/clip_rates.ts";

/** Answers for short videos by the clips of a test, all of them at once on the device. */
export async function answerWholes(
  videos: readonly StartedVideo[],
  looking: Looking,
): Promise<ReadonlyMap<StartedVideo, Answer>> {
  const answers = new Map<StartedVideo, Answer>();
  if (videos.length === 0) return answers;
  looking.signal.throwIfAborted();
  const clips: PlannedClip[] = [];
  for (const video of videos) clips.push(...await testClips(video, looking));
  const classified = await looking.wholes.classify(clips);
  for (const [index, video] of videos.entries()) {
    const probabilities = answerBy(looking.network, classified[index]!.probabilities);
    const { framesPerSecond } = looking.plan;
    const to = endOf(video.opened, { framesRead: video.head.length, framesPerSecond });
    const whole = { from: 0, to, probabilities };
    const segments = [segmentOf(whole, looking.rule)];
    answers.set(
      video,
      answerOf(video, { probabilities, segments, windows: looking.plan.clips }, looking),
    );
  }
  return answers;
}

/** The clips that a test looks at. */
async function testClips(video: StartedVideo, looking: Looking): Promise<PlannedClip[]> {
  const { plan, config: { clip, seed } } = looking;
  const { frameCount, clips } = plan;
  const lengths = { gridFrames: video.head.length, windowFrames: frameCount };
  const planned = from(testWindows(lengths, clips)).pipe(
    map(({ startFrame }) => {
      const shown = video.head.slice(startFrame, startFrame + frameCount);
      return decodedWindow(video.input.name, joinFrames(shown, { frameCount }));
    }),
    slowFast({ clips: clipRates(clip), seed, training: false }),
    toArray(),
  );
  return await lastValueFrom(planned);
}
