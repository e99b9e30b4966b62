import assert from "node:assert/strict";
import { readPages } from "../_pages.ts";
import { findBannedWords } from "./_banned_words.ts";

for (const { path, text } of readPages()) {
  Deno.test(`${path} keeps to the glossary`, () => {
    const found = findBannedWords(text).map(({ word, instead, index }) => {
      const line = text.slice(0, index).split("\n").length;
      return `${path}:${line} "${word}", write: ${instead}`;
    });
    assert.deepEqual(found, []);
  });
}
