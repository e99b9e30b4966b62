import { readBounded } from "../../datasets/read_bounded.ts";

/** Options of {@linkcode readTextIfPresent}. */
export interface ReadTextOptions {
  /**
   * Whether bytes that are not UTF-8 are refused; if not, they become U+FFFD.
   *
   * @default true
   */
  readonly fatal?: boolean;
}

/**
 * The text of a file, without a byte order mark; undefined if there is no such file.
 *
 * @throws {RangeError} If it has more than 256 MiB, or is not in UTF-8.
 */
export async function readTextIfPresent(
  path: string,
  { fatal = true }: ReadTextOptions = {},
): Promise<string | undefined> {
  const bytes = await readBytesIfPresent(path);
  if (bytes === undefined) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal }).decode(bytes);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new RangeError(
      `Cannot read '${path}' as it must be text in UTF-8: it is in another encoding, or not text`,
      { cause },
    );
  }
}

/**
 * The bytes of a file; undefined if there is no such file.
 *
 * @throws {RangeError} If it has more than 256 MiB.
 */
export async function readBytesIfPresent(
  path: string,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return await readBounded(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
