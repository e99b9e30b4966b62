import { join } from "node:path";
import { isFullDisk } from "../../runtime/files/is_full_disk.ts";
import { readUpTo } from "../../runtime/files/read_up_to.ts";
import { TemporaryFile } from "../../runtime/files/temporary_file.ts";
import { writeAll } from "../../runtime/files/write_all.ts";
import type { KeptFrames } from "./kept_frames.ts";

/**
 * Decoded frames on disk, in one file that has no name: the system frees it when the process ends,
 * however it ends. Frames that were written are not overwritten.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { FrameFile } from "@actnetformer/deno/datasets";
 *
 * using file = await FrameFile.open(await Deno.makeTempDir(), 1e6);
 * assert.ok(file.tryReserve(3));
 * const kept = await file.keep(Uint8Array.of(1, 2, 3));
 * assert.deepEqual(await kept?.read(1, 3), Uint8Array.of(2, 3));
 * ```
 */
export class FrameFile implements Disposable {
  readonly #file: Deno.FsFile;
  readonly #budgetBytes: number;
  #reservedBytes = 0;
  #end = 0;
  #diskIsFull = false;
  #lastTurn: Promise<unknown> = Promise.resolve();

  private constructor(file: Deno.FsFile, budgetBytes: number) {
    this.#file = file;
    this.#budgetBytes = budgetBytes;
  }

  /**
   * Makes the file, and missing folders above it.
   *
   * @param folder A folder on a local disk.
   * @param budgetBytes The maximum that it may hold.
   * @throws {unknown} The system's error, if no file can be made there.
   */
  static async open(folder: string, budgetBytes: number): Promise<FrameFile> {
    await Deno.mkdir(folder, { recursive: true });
    using temporary = TemporaryFile.beside(join(folder, "frames"));
    const file = await Deno.open(temporary.path, { read: true, write: true });
    await temporary.remove();
    return new FrameFile(file, budgetBytes);
  }

  /** Bytes that were reserved. Never above the budget. */
  get reservedBytes(): number {
    return this.#reservedBytes;
  }

  /** Whether the disk was found to be full; nothing more is then reserved. */
  get diskIsFull(): boolean {
    return this.#diskIsFull;
  }

  /** Takes bytes out of the budget; false if there is no room. */
  tryReserve(bytes: number): boolean {
    if (this.#diskIsFull || this.#reservedBytes + bytes > this.#budgetBytes) return false;
    this.#reservedBytes += bytes;
    return true;
  }

  /** Gives reserved bytes back that nothing was written into. */
  release(bytes: number): void {
    this.#reservedBytes -= bytes;
  }

  /**
   * Writes frames, whose bytes must be reserved.
   *
   * @returns Undefined if the disk is full.
   */
  keep(frames: Uint8Array): Promise<KeptFrames | undefined> {
    return this.#inTurn(async () => {
      const offset = this.#end;
      try {
        await this.#file.seek(offset, Deno.SeekMode.Start);
        await writeAll(this.#file, frames);
      } catch (error) {
        if (!isFullDisk(error)) throw error;
        this.#diskIsFull = true;
        await this.#file.truncate(offset);
        return undefined;
      }
      const { byteLength } = frames;
      this.#end += byteLength;
      return { byteLength, read: (start, end) => this.#read(offset + start, offset + end) };
    });
  }

  /** Closes the file, and with that frees what it holds; harmless if it is closed. */
  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]();
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
