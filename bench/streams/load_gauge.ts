import type { Ticket } from "../../operators/stream/mod.ts";
import type { StreamCase, StreamedClip } from "./stream_case.ts";

/** The load of a stream between its source and its device. */
export interface StreamLoad {
  /** Videos that were streamed. */
  readonly videos: number;
  /** Maximum number of videos that were read from the source and whose step had not ended. */
  readonly maxLead: number;
  /** Maximum number of decoded videos that waited for the device or were used by it. */
  readonly maxHeld: number;
  /** Bytes of those videos. */
  readonly maxHeldBytes: number;
  /** Videos that reached the device in another position than the source gave them. */
  readonly outOfOrder: number;
}

/** Counts the videos between the source of a stream and its device. */
export class LoadGauge {
  #read: Ticket[] = [];
  /** Videos that were read and have not reached the device. */
  readonly #onTheWay = new Set<Ticket>();
  #received = 0;
  #finished = 0;
  #held = 0;
  #heldBytes = 0;
  #maxLead = 0;
  #maxHeld = 0;
  #maxHeldBytes = 0;
  #outOfOrder = 0;

  /** Returns a case that does the same, and is counted. */
  watch(streamCase: StreamCase): StreamCase {
    return {
      ...streamCase,
      tickets: this.#watchSource(streamCase.tickets),
      load: async (ticket, signal) => {
        const frames = await streamCase.load(ticket, signal);
        this.#hold(frames);
        return frames;
      },
      step: async (clips, index) => {
        clips.forEach(({ ticket }) => this.#receive(ticket));
        await streamCase.step(clips, index);
        this.#free(clips);
      },
    };
  }

  /** The load of the stream so far. */
  get load(): StreamLoad {
    return {
      videos: this.#finished,
      maxLead: this.#maxLead,
      maxHeld: this.#maxHeld,
      maxHeldBytes: this.#maxHeldBytes,
      outOfOrder: this.#outOfOrder,
    };
  }

  /** @throws {Error} If a video that was read has not come through the device. */
  requireAll(): void {
    if (this.#finished === this.#read.length) return;
    throw new Error(
      `Cannot measure a stream as the device must get ${this.#read.length} videos: ` +
        `current value is ${this.#finished}`,
    );
  }

  *#watchSource(tickets: Iterable<Ticket>): Iterable<Ticket> {
    for (const ticket of tickets) {
      this.#read.push(ticket);
      this.#onTheWay.add(ticket);
      this.#maxLead = Math.max(this.#maxLead, this.#read.length - this.#finished);
      yield ticket;
    }
  }

  #hold(frames: Uint8Array): void {
    this.#held++;
    this.#heldBytes += frames.byteLength;
    this.#maxHeld = Math.max(this.#maxHeld, this.#held);
    this.#maxHeldBytes = Math.max(this.#maxHeldBytes, this.#heldBytes);
  }

  #receive(ticket: Ticket): void {
    if (!this.#onTheWay.delete(ticket)) {
      throw new Error(
        "Cannot measure a stream as it must give each video once: " +
          `video ${ticket.position} came again`,
      );
    }
    if (ticket !== this.#read[this.#received]) this.#outOfOrder++;
    this.#received++;
  }

  #free(clips: readonly StreamedClip[]): void {
    for (const { frames } of clips) this.#heldBytes -= frames.byteLength;
    this.#held -= clips.length;
    this.#finished += clips.length;
  }
}
