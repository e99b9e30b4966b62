/** Makes a folder look as if it had last changed some seconds ago. */
export async function changeLongAgo(path: string, seconds = 60): Promise<void> {
  const time = new Date(Date.now() - 1000 * seconds);
  await Deno.utime(path, time, time);
}
