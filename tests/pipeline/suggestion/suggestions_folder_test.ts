import assert from "node:assert/strict";
import { join } from "node:path";
import type { SuggestionSet } from "../../../pipeline/suggestion/suggestion.ts";
import { SuggestionsFolder } from "../../../pipeline/suggestion/suggestions_folder.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { suggestionOf } from "./_suggestions.ts";

const SET: SuggestionSet = {
  run: "/runs/one",
  source: "/videos",
  unlabeled: [],
  classes: ["run", "walk"],
  suggestions: [{
    ...suggestionOf("a.mp4", { primary: ["run", 0.6], auxiliary: ["walk", 0.5] }),
    preview: { frames: 3, seconds: 0.3 },
  }],
};

Deno.test("SuggestionsFolder reads the suggestions that it wrote", () =>
  withFolder(async (path) => {
    const folder = new SuggestionsFolder(path);
    await folder.writeSet(SET);
    const { version, ...set } = await folder.readSet() as SuggestionSet & { version: number };
    assert.deepEqual([version, set], [1, SET]);
  }));

Deno.test("SuggestionsFolder refuses to read where there are no suggestions, or broken ones", () =>
  withFolder(async (path) => {
    const folder = new SuggestionsFolder(path);
    await assert.rejects(folder.readSet(), /it must hold suggestions: it has none; make them by/);
    await Deno.writeTextFile(join(path, "suggestions.json"), '{"version":1,"run":3}');
    await assert.rejects(
      folder.readSet(),
      /Cannot read .*suggestions\.json as run must be text: current value is 3$/,
    );
  }));

Deno.test("SuggestionsFolder is held by one process at a time", () =>
  withFolder((path) => {
    {
      using _held = new SuggestionsFolder(join(path, "new")).hold();
      assert.throws(
        () => new SuggestionsFolder(join(path, "new")).hold(),
        /as no other process may be using it: one is; stop it first$/,
      );
    }
    new SuggestionsFolder(join(path, "new")).hold()[Symbol.dispose]();
  }));

Deno.test("SuggestionsFolder removes earlier suggestions, but no labels", () =>
  withFolder(async (path) => {
    const folder = new SuggestionsFolder(path);
    await folder.writeSet(SET);
    await Deno.mkdir(folder.preview(0), { recursive: true });
    folder.clear();
    assert.deepEqual([...Deno.readDirSync(path)], []);
    folder.clear();
    await folder.writeSet(SET);
    await Deno.writeTextFile(folder.labels, "path,class,answer\n");
    assert.throws(() => folder.requireUnlabeled(), /as nobody may have labeled videos there/);
    assert.deepEqual((await folder.readSet()).classes, SET.classes);
  }));
