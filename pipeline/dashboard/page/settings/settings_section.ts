/// <reference lib="dom" />
import type { RunDetails } from "../../api.ts";
import { createElement } from "../dom/create_element.ts";
import { findElement } from "../dom/find_element.ts";
import { setText } from "../dom/set_text.ts";
import { settingRows } from "./setting_rows.ts";

/** Shows where the runs come from: command, machine and settings. */
export class SettingsSection {
  readonly #command = findElement("settings-command");
  readonly #machine = findElement("settings-machine");
  readonly #about = findElement("settings-about");
  readonly #table = findElement("settings-table");
  #shown = "";

  /** Shows the run that the page is about, and how the others differ from it. */
  show(current: RunDetails, runs: readonly RunDetails[]): void {
    setText(this.#command, current.command ?? "not recorded");
    setText(this.#machine, current.machine ?? "not recorded");
    const rows = settingRows(runs);
    const shown = JSON.stringify([runs.map(({ name }) => name), rows]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    setText(this.#about, describeRows(runs.length, rows.length));
    const names = runs.map(({ name }) => createElement("th", { scope: "col" }, name));
    const head = createElement(
      "tr",
      {},
      createElement("th", { scope: "col" }, "setting"),
      ...names,
    );
    const body = rows.map(({ path, values }) => {
      const cells = values.map((value) => createElement("td", {}, value));
      return createElement("tr", {}, createElement("th", { scope: "row" }, path), ...cells);
    });
    this.#table.replaceChildren(
      createElement("thead", {}, head),
      createElement("tbody", {}, ...body),
    );
  }

  /** Shows nothing, until there is an answer about another run. */
  clear(): void {
    this.#shown = "";
    setText(this.#command, "");
    setText(this.#machine, "");
    setText(this.#about, "Settings");
    this.#table.replaceChildren();
  }
}

function describeRows(runs: number, rows: number): string {
  if (runs < 2) return "All settings of the run.";
  return rows === 0 ? "The runs have the same settings." : "The settings in which the runs differ.";
}
