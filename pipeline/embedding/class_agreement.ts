/** How much the neighbors of videos are of their class. */
export interface ClassAgreement {
  /** Neighbors that are of the video's class, as a share of all neighbors, 0 to 1. */
  readonly share: number;
  /** What the share would be if neighbors had nothing to do with classes. */
  readonly chance: number;
  /** By class, in the order in which they appear. */
  readonly classes: readonly ClassNeighbors[];
}

/** How much the neighbors of a class's videos are of it. */
export interface ClassNeighbors {
  readonly name: string;
  readonly videos: number;
  /** Neighbors of its videos that are of the class, as a share of all of them, 0 to 1. */
  readonly share: number;
  /** The other class most often among them, and its share; undefined if there is none. */
  readonly nextTo: { readonly name: string; readonly share: number } | undefined;
}

/**
 * Measures how much nearest neighbors are of one class: the accuracy, over single neighbors, of a
 * classifier that asks them.
 *
 * @param neighbors Indexes of the neighbors of each video, at least one.
 * @param labels The class of each video.
 */
export function classAgreement(
  neighbors: readonly (readonly number[])[],
  labels: readonly string[],
): ClassAgreement {
  const byClass = Map.groupBy(labels.keys(), (video) => labels[video]!);
  const classes = [...byClass].map(([name, videos]): ClassNeighbors => {
    const found = videos.flatMap((video) => neighbors[video]!.map((index) => labels[index]!));
    const counts = Map.groupBy(found, (label) => label);
    const shareOf = (label: string) => (counts.get(label)?.length ?? 0) / found.length;
    const [next] = [...counts.keys()]
      .filter((label) => label !== name)
      .sort((a, b) => shareOf(b) - shareOf(a));
    return {
      name,
      videos: videos.length,
      share: shareOf(name),
      nextTo: next === undefined ? undefined : { name: next, share: shareOf(next) },
    };
  });
  const total = labels.length;
  const mean = (valueOf: (row: ClassNeighbors) => number) =>
    classes.reduce((sum, row) => sum + row.videos / total * valueOf(row), 0);
  return {
    share: mean(({ share }) => share),
    chance: mean(({ videos }) => (videos - 1) / (total - 1)),
    classes,
  };
}
