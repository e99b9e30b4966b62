import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { chooseTestVideos } from "../../../pipeline/evaluation/choose_test_videos.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { collectNotes, configOf, startRun, writeVideo } from "./_kept_run.ts";

/** What may happen to one file: it is removed, renamed, copied over another or into a new one. */
const EVENTS = fc.array(
  fc.record({
    what: fc.constantFrom("add", "remove", "rename", "overwrite", "copy"),
    file: fc.nat(),
    other: fc.nat(),
  }),
  { maxLength: 8 },
);

/** Paths of all files below a folder of class folders, sorted. */
function filesIn(folder: string): string[] {
  const classes = [...Deno.readDirSync(folder)].map(({ name }) => join(folder, name));
  return classes.flatMap((path) => [...Deno.readDirSync(path)].map(({ name }) => join(path, name)))
    .sort();
}

async function happen(
  folder: string,
  { what, file, other }: { what: string; file: number; other: number },
  step: number,
): Promise<void> {
  const files = filesIn(folder);
  const path = files[file % files.length]!;
  const target = join(folder, "run", `new-${step}.mp4`);
  if (what === "add") await writeVideo(target, `new ${step}`);
  else if (what === "remove" && files.length > 4) await Deno.remove(path);
  else if (what === "rename") await Deno.rename(path, target);
  else if (what === "copy") await Deno.copyFile(path, target);
  else if (what === "overwrite") {
    await Deno.writeFile(files[other % files.length]!, await Deno.readFile(path));
  }
}

Deno.test("chooseTestVideos() chooses no content of the training, whatever happens to the files", async () => {
  await fc.assert(
    fc.asyncProperty(
      EVENTS,
      fc.boolean(),
      async (events, isOther) =>
        await withFolder(async (folder) => {
          const { run, training } = await startRun(folder);
          const videos = join(folder, "videos");
          const learned = new Set(training.map((id) => Deno.readTextFileSync(join(videos, id))));
          for (const [step, event] of events.entries()) await happen(videos, event, step);
          const source = isOther ? join(folder, "moved") : videos;
          if (isOther) await Deno.rename(videos, source);
          const config = await configOf(folder, { source });
          const choosing = chooseTestVideos(config, { ...collectNotes(), run });
          const chosen = await choosing.catch((error) => {
            assert.match(error.message, /none of the test|not learned from|is empty|no video/);
            return { test: [] };
          });
          for (const { path } of chosen.test) {
            assert.ok(!learned.has(await Deno.readTextFile(path)));
          }
        }),
    ),
    { numRuns: 60 },
  );
});
