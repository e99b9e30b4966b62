import type { FrameList } from "./_assemble_window.ts";
import type { FrameFile } from "./frame_file.ts";
import type { KeptFrames } from "./kept_frames.ts";
import type { LackOfRoom } from "./lack_of_room.ts";

/** A whole video that is kept. */
export interface StoredVideo extends Omit<FrameList, "pixels"> {
  readonly frames: KeptFrames;
  /** Number of the last request for it. */
  lastUse: number;
}

/** How much a {@linkcode FrameStore} may hold, and where. */
export interface FrameStoreOptions {
  /** Maximum bytes of all frames in memory, or being decoded to stay there. */
  readonly budgetBytes: number;
  /** Keeps videos for which memory has no room. It stays the caller's. */
  readonly disk: FrameFile | undefined;
  /** Returns the number of videos that there are. */
  readonly countVideos: () => number;
}

/**
 * A video leaves memory for another only if it was not requested during this many rounds, each of as
 * many requests as there are videos. An epoch requests every video once: if the least recently used
 * video always left, too small a budget would drop each one just before its next request, and every
 * request would decode a whole video for one window.
 */
const STALE_ROUNDS = 4;

/**
 * Bytes of the largest video that is kept on disk. Until it is written it is in memory, beside what
 * may be held there: one for each that is decoded at the same time.
 */
export const MOST_BYTES_ON_DISK = 64 * 2 ** 20;

/** Whole decoded videos in memory, and then on disk. */
export class FrameStore {
  readonly #options: FrameStoreOptions;
  readonly #memory = new Map<string, StoredVideo>();
  readonly #disk = new Map<string, StoredVideo>();
  readonly #lacks = new Set<LackOfRoom>();
  #bytesHeld = 0;
  #requests = 0;

  /** Starts empty. */
  constructor(options: FrameStoreOptions) {
    this.#options = options;
  }

  /** Bytes in memory, and reserved for videos being decoded. Never above the budget. */
  get bytesHeld(): number {
    return this.#bytesHeld;
  }

  /** Number of videos in memory. */
  get videosInMemory(): number {
    return this.#memory.size;
  }

  /** Why there was no room for videos yet. */
  get lacks(): ReadonlySet<LackOfRoom> {
    return this.#lacks;
  }

  /** Returns a video, wherever it is. */
  find(path: string): StoredVideo | undefined {
    return this.#memory.get(path) ?? this.#disk.get(path);
  }

  /** Counts a request for a video. */
  countRequest(): void {
    this.#requests++;
  }

  /** Notes that a video was requested: moves it to the end of the map, in the order of last uses. */
  touch(video: StoredVideo): void {
    video.lastUse = this.#requests;
    if (this.#memory.delete(video.path)) this.#memory.set(video.path, video);
  }

  /**
   * Finds room for a video; in memory it is taken out of the budget, dropping stale videos for it.
   *
   * @returns The room, to be disposed; undefined if there is none.
   */
  reserve(bytes: number): RoomForVideo | undefined {
    if (this.#reserveMemory(bytes)) return this.#roomInMemory(bytes);
    const { disk } = this.#options;
    const isLong = bytes > MOST_BYTES_ON_DISK;
    if (!isLong && disk?.hasRoom(bytes) === true) return this.#roomOn(disk);
    this.#lacks.add(isLong ? "length" : disk === undefined ? "memory" : "disk");
    return undefined;
  }

  #roomInMemory(reservedBytes: number): RoomForVideo {
    let heldBytes = 0;
    return {
      keep: (video, pixels) => {
        heldBytes = pixels.byteLength;
        return Promise.resolve(this.#add(this.#memory, { ...video, frames: inMemory(pixels) }));
      },
      [Symbol.dispose]: () => this.#bytesHeld -= reservedBytes - heldBytes,
    };
  }

  #roomOn(disk: FrameFile): RoomForVideo {
    return {
      keep: async (video, pixels) => {
        const frames = await disk.keep(pixels);
        // A request that was given up may have kept it meanwhile.
        const earlier = this.find(video.path);
        if (earlier !== undefined) return earlier;
        if (frames !== undefined) return this.#add(this.#disk, { ...video, frames });
        this.#lacks.add("disk");
        // A window is taken of it all the same.
        return { ...video, frames: inMemory(pixels), lastUse: this.#requests };
      },
      [Symbol.dispose]() {},
    };
  }

  #add(place: Map<string, StoredVideo>, video: Omit<StoredVideo, "lastUse">): StoredVideo {
    const stored = { ...video, lastUse: this.#requests };
    place.set(video.path, stored);
    return stored;
  }

  #reserveMemory(bytes: number): boolean {
    const { budgetBytes, countVideos } = this.#options;
    while (this.#bytesHeld + bytes > budgetBytes) {
      const oldest = this.#memory.values().next().value;
      if (oldest === undefined) return false;
      if (this.#requests - oldest.lastUse <= STALE_ROUNDS * countVideos()) return false;
      this.#memory.delete(oldest.path);
      this.#bytesHeld -= oldest.frames.byteLength;
    }
    this.#bytesHeld += bytes;
    return true;
  }
}

/** Room for a video; what is not used is given back when it is disposed. */
export interface RoomForVideo extends Disposable {
  /** Keeps a whole video; the pixels are given away. */
  keep(video: Omit<FrameList, "pixels">, pixels: Uint8Array): Promise<StoredVideo>;
}

function inMemory(pixels: Uint8Array): KeptFrames {
  return {
    byteLength: pixels.byteLength,
    read: (start, end) => pixels.slice(start, end),
  };
}
