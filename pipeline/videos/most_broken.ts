/**
 * Returns how many videos of one purpose may be broken or gone: a share of them, but one in any case
 * if there are others. Of few videos the share is less than one, and a single broken file would end
 * the run.
 *
 * @param share From 0 to 1; 0 allows none.
 */
export function mostBroken(share: number, videos: number): number {
  const most = Math.floor(share * videos);
  return share > 0 && videos > 1 ? Math.max(1, most) : most;
}
