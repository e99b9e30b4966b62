/** A kind of file that the program reads. */
export interface FileKind {
  readonly name: string;
  /** A sound file. */
  readonly content: string | Uint8Array;
  /** Its name, and of what lies beside it. */
  readonly file: string;
  readonly beside?: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>;
  /** Writes the file otherwise than as it is. */
  readonly pack?: (content: Uint8Array) => Uint8Array<ArrayBuffer>;
  /** Reads it and uses what it holds, as the program does. */
  readonly use: (path: string, folder: string) => Promise<unknown>;
}
