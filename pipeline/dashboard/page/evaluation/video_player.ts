/// <reference lib="dom" />
import type { VideoPreview } from "../../api.ts";
import { createElement } from "../dom/create_element.ts";
import { findElement } from "../dom/find_element.ts";
import { setText } from "../dom/set_text.ts";
import { formatPercent } from "../text/format_percent.ts";

/** Frames of long videos shown in a second, so that they are shown faster than they are. */
const FRAMES_PER_SECOND = 8;

/** Plays a video as a sequence of images, again and again. */
export class VideoPlayer {
  readonly #element = findElement("player");
  readonly #image = findElement("player-image", HTMLImageElement);
  readonly #play = findElement("player-play", HTMLButtonElement);
  readonly #position = findElement("player-position", HTMLInputElement);
  readonly #name = findElement("player-name");
  readonly #answers = findElement("player-answers");
  #frames: readonly string[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    this.#play.addEventListener("click", () => this.#setPlaying(this.#timer === undefined));
    this.#position.addEventListener("input", () => {
      this.#setPlaying(false);
      this.#showFrame();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.#setPlaying(false);
    });
  }

  /** Shows a video and plays it, unless the reader prefers that nothing moves. */
  show({ name, label, answers, frames, seconds }: VideoPreview): void {
    this.#element.hidden = false;
    this.#frames = frames;
    this.#position.max = String(Math.max(0, frames.length - 1));
    this.#position.value = "0";
    this.#image.alt = `Frames of ${name}`;
    setText(this.#name, `${name}: ${label}, ${seconds.toFixed(1)} s`);
    this.#answers.replaceChildren(
      ...Object.entries(answers).map(([who, list]) => {
        const texts = list.map((answer) => `${answer.class} ${formatPercent(answer.probability)}`);
        return createElement("li", {}, `${who}: ${texts.join(", ")}`);
      }),
    );
    this.#showFrame();
    this.#setPlaying(!matchMedia("(prefers-reduced-motion: reduce)").matches);
  }

  /** Ends the playing and shows nothing. */
  hide(): void {
    this.#setPlaying(false);
    this.#element.hidden = true;
  }

  #setPlaying(isWanted: boolean): void {
    clearInterval(this.#timer);
    this.#timer = isWanted ? setInterval(() => this.#step(), 1000 / FRAMES_PER_SECOND) : undefined;
    setText(this.#play, isWanted ? "Pause" : "Play");
  }

  #step(): void {
    const next = (this.#position.valueAsNumber + 1) % Math.max(1, this.#frames.length);
    this.#position.value = String(next);
    this.#showFrame();
  }

  #showFrame(): void {
    const index = this.#position.valueAsNumber;
    this.#image.src = this.#frames[index] ?? "";
    const text = `frame ${index + 1} of ${this.#frames.length}`;
    this.#position.setAttribute("aria-valuetext", text);
  }
}
