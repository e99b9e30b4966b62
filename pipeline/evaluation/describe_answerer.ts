/** Says who answered, of those that results name: "the primary network", "both networks together". */
export function describeAnswerer(who: string): string {
  return who === "both" ? "both networks together" : `the ${who} network`;
}
