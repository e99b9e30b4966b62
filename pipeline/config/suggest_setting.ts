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
  const named = Map.groupBy(settings, lastName);
  const name = lastName(path);
  const [only, ...others] = named.get(name) ?? [];
  // A name that several sections have says too little.
  if (only !== undefined && others.length === 0) return only;
  const similar = suggest(path, settings);
  if (similar !== undefined || path.includes(".")) return similar;
  const [found] = named.get(suggest(name, named.keys()) ?? "") ?? [];
  return found;
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}
