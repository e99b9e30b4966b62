import { join } from "node:path";
import { isFullDisk } from "../../runtime/files/is_full_disk.ts";
import { readUpTo } from "../../runtime/files/read_up_to.ts";
import { TemporaryFile } from "../../runtime/files/temporary_file.ts";
import { writeAll } from "../../runtime/files/write_all.ts";
import { freeBytes } from "../../runtime/wheels/free_space.ts";
import type { KeptFrames } from "./kept_frames.ts";

/** How much a {@linkcode FrameFile} may hold, in bytes. */
export interface FrameFileOptions {
  /** The maximum that it may hold. */
  readonly budgetBytes: number;
  /**
   * What it leaves free on the disk for others.
   *
   * @default 2 GiB
   */
  readonly leaveBytes?: number | undefined;
}

/**
 * Decoded frames on disk, in one file that has no name: the system frees it when the process ends,
 * however it ends. Frames that were written are not overwritten.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { FrameFile } from "@actnetformer/deno/datasets";
 *
 * const folder = await Deno.makeTempDir();
 * using file = await FrameFile.open(folder, { budgetBytes: 1e6, leaveBytes: 0 });
 * const kept = await file.keep(Uint8Array.of(1, 2, 3));
 * assert.deepEqual(await kept?.read(1, 3), Uint8Array.of(2, 3));
 * ```
 */
export class FrameFile implements Disposable {
  /** Bytes that are left free on the disk, if nothing else is asked for. */
  static readonly leaveBytes: number = 2 * 2 ** 30;

  readonly #file: Deno.FsFile;
  readonly #folder: string;
  readonly #budgetBytes: number;
  readonly #leaveBytes: number;
  #bytes = 0;
  #diskIsFull = false;
  #lastTurn: Promise<unknown> = Promise.resolve();

  private constructor(
    file: Deno.FsFile,
    folder: string,
    { budgetBytes, leaveBytes = FrameFile.leaveBytes }: FrameFileOptions,
  ) {
    this.#file = file;
    this.#folder = folder;
    this.#budgetBytes = budgetBytes;
    this.#leaveBytes = leaveBytes;
  }

  /**
   * Makes the file, and missing folders above it.
   *
   * @param folder A folder on a local disk.
   * @throws {unknown} The system's error, if no file can be made there.
   */
  static async open(folder: string, options: FrameFileOptions): Promise<FrameFile> {
    await Deno.mkdir(folder, { recursive: true });
    using temporary = TemporaryFile.beside(join(folder, "frames"));
    try {
      const file = await Deno.open(temporary.path, { read: true, write: true });
      return new FrameFile(file, folder, options);
    } finally {
      await temporary.remove();
    }
  }

  /** Bytes that it holds. Never above the budget. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether frames of so many bytes would fit, as far as is known. */
  hasRoom(bytes: number): boolean {
    return !this.#diskIsFull && this.#bytes + bytes <= this.#budgetBytes;
  }

  /**
   * Writes frames.
   *
   * @returns Undefined if there is no room: that of the budget, or what others leave of the disk.
   */
  keep(frames: Uint8Array): Promise<KeptFrames | undefined> {
    return this.#inTurn(async () => {
      const { byteLength } = frames;
      if (!this.hasRoom(byteLength) || !await this.#tryWrite(frames)) return undefined;
      const offset = this.#bytes;
      this.#bytes += byteLength;
      return { byteLength, read: (start, end) => this.#read(offset + start, offset + end) };
    });
  }

  /** Closes the file, and with that frees what it holds; harmless if it is closed. */
  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]();
  }

  /** Writes at the end; false once the disk is full, or others would be left too little of it. */
  async #tryWrite(frames: Uint8Array): Promise<boolean> {
    const left = await freeBytes(this.#folder) - frames.byteLength;
    if (left >= this.#leaveBytes) {
      try {
        await this.#file.seek(this.#bytes, Deno.SeekMode.Start);
        await writeAll(this.#file, frames);
        return true;
      } catch (error) {
        if (!isFullDisk(error)) throw error;
        await this.#file.truncate(this.#bytes);
      }
    }
    this.#diskIsFull = true;
    return false;
  }

  #read(start: number, end: number): Promise<Uint8Array> {
    return this.#inTurn(async () => {
      await this.#file.seek(start, Deno.SeekMode.Start);
      return await readUpTo(this.#file, end - start);
    });
  }

  /** A file has one position: its reads and writes come one after the other. */
  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = this.#lastTurn.then(work);
    this.#lastTurn = turn.catch(() => {});
    return turn;
  }
}
