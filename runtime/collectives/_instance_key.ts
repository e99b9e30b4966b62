/** Returns a number from 0 to 2³¹ - 1 for a name: the same on all workers (FNV-1a). */
export function instanceKey(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash & 0x7fffffff;
}
