import { findBannedWords } from "./_banned_words.ts";

/** Forbids the words of the glossary's list in comments and texts. */
export const glossary: Deno.lint.Rule = {
  create(context) {
    return {
      Program() {
        for (const { range, value } of context.sourceCode.getAllComments()) {
          // Behind `//` or `/*`.
          check(value, range[0] + 2);
        }
      },
      Literal({ value, range }) {
        if (typeof value === "string") check(value, range[0] + 1);
      },
      TemplateElement({ raw, range }) {
        check(raw, range[0]);
      },
    };

    function check(text: string, start: number): void {
      for (const { word, instead, index } of findBannedWords(text)) {
        const begin = start + index;
        context.report({
          range: [begin, begin + word.length],
          message: `"${word}" is not a word of this project`,
          hint: `Write: ${instead}`,
        });
      }
    }
  },
};
