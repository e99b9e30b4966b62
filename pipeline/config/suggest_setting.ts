import { suggest } from "../../datasets/suggest.ts";

/**
 * Returns the setting that someone most probably meant who wrote a path that no setting has:
 * `optimizer.learningRate` for `learningRate` or `optim.learningRate`; undefined if none is
 * similar.
 *
 * @param path Dotted path, or its last name.
 * @param settings The dotted paths of all settings.
 */
export function suggestSetting(path: string, settings: readonly string[]): string | undefined {
  const name = lastName(path);
  const [only, ...others] = settings.filter((setting) => lastName(setting) === name);
  // A name that several sections have says too little.
  if (only !== undefined && others.length === 0) return only;
  const section = path.slice(0, -name.length);
  const neighbors = settings.filter((setting) => setting.startsWith(section));
  const meant = suggest(name, neighbors.map(lastName));
  return neighbors.find((setting) => lastName(setting) === meant);
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}
