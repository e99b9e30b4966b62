import { basename, dirname, join } from "node:path";
import { leadsNowhere } from "../../runtime/files/leads_nowhere.ts";

/** Names in a folder by their form. */
type NamesByForm = ReadonlyMap<string, readonly string[]>;

/**
 * Finds what is there under another spelling of a path. Each folder is listed once, however many
 * paths lead into it.
 */
export class Spellings {
  readonly #formOf: (text: string) => string;
  readonly #names = new Map<string, Promise<NamesByForm>>();
  readonly #folders = new Map<string, Promise<string[]>>();

  /** @param formOf Returns the form that all spellings of a text share. */
  constructor(formOf: (text: string) => string) {
    this.#formOf = formOf;
  }

  /** Returns the paths that are there with the form of a path. */
  async find(path: string): Promise<string[]> {
    const folders = await this.#foldersAt(dirname(path));
    const form = this.#formOf(basename(path));
    const found = await Promise.all(folders.map(async (folder) => {
      const names = await this.#namesIn(folder);
      return (names.get(form) ?? []).map((name) => join(folder, name));
    }));
    return found.flat();
  }

  #foldersAt(path: string): Promise<string[]> {
    const folders = this.#folders.get(path) ?? this.#findFolders(path);
    this.#folders.set(path, folders);
    return folders;
  }

  async #findFolders(path: string): Promise<string[]> {
    const isPlain = path.normalize("NFC") === path.normalize("NFD");
    if (dirname(path) === path || (isPlain && await isFolder(path))) return [path];
    return await this.find(path);
  }

  #namesIn(folder: string): Promise<NamesByForm> {
    const names = this.#names.get(folder) ?? this.#listNames(folder);
    this.#names.set(folder, names);
    return names;
  }

  async #listNames(folder: string): Promise<NamesByForm> {
    return Map.groupBy(await namesIn(folder), this.#formOf);
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch (error) {
    if (leadsNowhere(error) || error instanceof Deno.errors.PermissionDenied) return false;
    throw error;
  }
}

/**
 * Returns the names of what is in a folder; none if there is no such folder, or it is closed to
 * listing.
 */
export async function namesIn(
  folder: string,
  isWanted: (entry: Deno.DirEntry) => boolean = () => true,
): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const entry of Deno.readDir(folder)) if (isWanted(entry)) names.push(entry.name);
  } catch (error) {
    // If a file that is not a list was read as one, its paths are impossible. A folder may be closed
    // to listing, but not to its files.
    if (!leadsNowhere(error) && !(error instanceof Deno.errors.PermissionDenied)) throw error;
  }
  return names;
}
