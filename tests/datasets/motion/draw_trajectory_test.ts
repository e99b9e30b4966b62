import assert from "node:assert/strict";
import { keyedRandom } from "../../../datasets/motion/_keyed_random.ts";
import { MOTION_CLASSES, MOTION_FRAME_COUNT } from "../../../datasets/motion/mod.ts";
import { drawTrajectory, type ShapePose } from "../../../datasets/motion/_draw_trajectory.ts";

const VIDEOS_PER_CLASS = 1500;

/** Largest distance between the distribution functions of two samples (Kolmogorov-Smirnov). */
function distance(left: readonly number[], right: readonly number[]): number {
  const bins = 50;
  const cumulative = (sample: readonly number[]) => {
    const counts = new Array<number>(bins).fill(0);
    for (const value of sample) counts[Math.min(bins - 1, Math.floor(value * bins))]! += 1;
    let sum = 0;
    return counts.map((count) => (sum += count) / sample.length);
  };
  const other = cumulative(right);
  return Math.max(...cumulative(left).map((share, bin) => Math.abs(share - other[bin]!)));
}

Deno.test("drawTrajectory() gives all classes the same positions and sizes in any one frame", () => {
  const trajectories = MOTION_CLASSES.map((name, label) =>
    Array.from(
      { length: VIDEOS_PER_CLASS },
      (_, index) => drawTrajectory(name, keyedRandom([label, index])),
    )
  );
  // 0.074 is the 0.1 % point of the distance between two equal samples of 1,500.
  for (const frame of [0, 7, MOTION_FRAME_COUNT - 1]) {
    for (const coordinate of ["x", "y", "radius"] satisfies (keyof ShapePose)[]) {
      const samples = trajectories.map((paths) => paths.map((path) => path[frame]![coordinate]));
      for (const [label, sample] of samples.entries()) {
        const apart = distance(sample, samples.flat());
        assert.ok(apart < 0.074, `${MOTION_CLASSES[label]} ${coordinate} frame ${frame}: ${apart}`);
      }
    }
  }
});

Deno.test("drawTrajectory() moves each class as its name says", () => {
  const steps = (name: typeof MOTION_CLASSES[number], coordinate: keyof ShapePose) => {
    const path = drawTrajectory(name, keyedRandom([5, 6, 7]));
    return path.slice(1).map((pose, frame) => {
      const change = pose[coordinate] - path[frame]![coordinate];
      return coordinate === "radius" ? change : change - Math.round(change);
    });
  };
  for (const [name, coordinate] of [["slide", "y"], ["sweep", "x"]] as const) {
    const changes = steps(name, coordinate);
    const direction = Math.sign(changes[0]!);
    assert.ok(changes.every((change) => direction * change > 0.02), name);
  }
  const changes = steps("zoom", "radius");
  const starts = (direction: number) => changes.filter((change) => direction * change < 0).length;
  assert.ok(Math.min(starts(1), starts(-1)) <= 2, "zoom");
  for (
    const [name, coordinate] of [
      ["bounce", "y"],
      ["nod", "y"],
      ["shake", "x"],
      ["pulse", "radius"],
    ] as const
  ) {
    const changes = steps(name, coordinate);
    assert.ok(changes.some((change) => change > 0.005), name);
    assert.ok(changes.some((change) => change < -0.005), name);
  }
  const across = steps("orbit", "x");
  const down = steps("orbit", "y");
  assert.ok(across.every((change, frame) => Math.hypot(change, down[frame]!) > 0.02));
});
