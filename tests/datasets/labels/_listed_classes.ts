/** Each class has two or three videos; flat/ holds the same ones without class folders. */
export const VIDEOS = ["jump", "run", "walk"].flatMap((name) => [`${name}/1.avi`, `${name}/2.avi`])
  .concat("walk/3.avi", "deep/v1/1.avi", "deep/v2/2.avi")
  .concat(["1", "2", "3", "4", "5", "6"].map((name) => `flat/${name}.avi`));

/** Writes lines as "0 run/1.avi run/2.avi", with the label first. */
export function listOf(...groups: readonly string[]): string {
  return groups.map((group) => {
    const [label, ...paths] = group.split(" ");
    return paths.map((path) => `${path}.avi ${label}\n`).join("");
  }).join("");
}
