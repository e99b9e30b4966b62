/// <reference lib="dom" />
import type { VideoList as VideoListAnswer, VideoPreview } from "../../api.ts";
import { createElement } from "../dom/create_element.ts";
import { findElement } from "../dom/find_element.ts";
import { setText } from "../dom/set_text.ts";
import { askServer } from "../server/ask_server.ts";
import { countOf } from "../text/count_of.ts";
import { formatNumber } from "../text/format_number.ts";
import { formatPercent } from "../text/format_percent.ts";
import type { ConfusionCell } from "./confusion_cell.ts";
import { VideoPlayer } from "./video_player.ts";

/** A cell whose videos are shown. */
export interface ShownCell {
  /** Key of the run. */
  readonly run: string;
  /** Who answered. */
  readonly who: string;
  readonly cell: ConfusionCell;
  /** The cell in words. */
  readonly title: string;
}

/** Lists the videos of a cell of the confusion matrix, and plays the one that is chosen. */
export class VideoList {
  readonly #element = findElement("videos");
  readonly #title = findElement("videos-title");
  readonly #about = findElement("videos-about");
  readonly #list = findElement("videos-list");
  readonly #wait = findElement("player-wait");
  readonly #player = new VideoPlayer();
  readonly #onError: (error: unknown) => void;
  #asked = 0;

  /** @param onError Called if videos cannot be shown. */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** Lists the videos of a cell and plays the first of them. */
  async show({ run, who, cell, title }: ShownCell): Promise<void> {
    const query = new URLSearchParams({
      who,
      label: String(cell.label),
      answer: String(cell.answer),
    });
    const asked = ++this.#asked;
    const { total, videos } = await askServer<VideoListAnswer>(`runs/${run}/videos?${query}`);
    if (asked !== this.#asked) return;
    this.#element.hidden = false;
    setText(this.#title, title);
    setText(this.#about, describeList(total, videos.length));
    const buttons = videos.map(({ number, name, probability }) => {
      const text = `${name}, ${formatPercent(probability)} sure`;
      const button = createElement("button", { type: "button", class: "link" }, text);
      button.addEventListener("click", () => this.#open(`runs/${run}/videos/${number}`, button));
      return button;
    });
    this.#list.replaceChildren(...buttons.map((button) => createElement("li", {}, button)));
    this.#title.focus();
    buttons[0]?.click();
  }

  /** Shows no videos. */
  hide(): void {
    this.#asked++;
    this.#player.hide();
    this.#wait.hidden = true;
    this.#element.hidden = true;
  }

  async #open(path: string, button: HTMLButtonElement): Promise<void> {
    const asked = ++this.#asked;
    for (const other of this.#list.querySelectorAll("button")) {
      other.removeAttribute("aria-current");
    }
    button.setAttribute("aria-current", "true");
    this.#player.hide();
    this.#wait.hidden = false;
    try {
      const preview = await askServer<VideoPreview>(path);
      if (asked === this.#asked) this.#player.show(preview);
    } catch (error) {
      this.#onError(error);
    }
    if (asked === this.#asked) this.#wait.hidden = true;
  }
}

function describeList(total: number, shown: number): string {
  const order = "Those with the surest answers first.";
  return shown < total
    ? `${formatNumber(shown)} of ${countOf(total, "video")}. ${order}`
    : `${countOf(total, "video")}. ${order}`;
}
