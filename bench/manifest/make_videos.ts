import { join, relative } from "node:path";
import {
  openTables,
  TABLES_VERSION,
  writeAbout,
} from "../../datasets/database/_manifest_tables.ts";
import { readManifest } from "../../datasets/mod.ts";

const CLASSES = 400;
const BYTES = { least: 200_000, range: 2_000_000 };

/** Videos of each class; in total as many as Kinetics-400 has. */
const PER_CLASS = { train: 550, val: 50 };

/** How many files {@linkcode makeVideos} makes. */
export const VIDEOS = CLASSES * (PER_CLASS.train + PER_CLASS.val);

/**
 * Makes a folder in the layout of Kinetics-400, `train/CLASS/NAME.mp4` and `val/CLASS/NAME.mp4`,
 * and its annotations in a folder of their own. The files have the sizes of videos, but no frames.
 *
 * @returns The folder of the videos, and a folder with the annotations and a link to the videos.
 */
export async function makeVideos(folder: string): Promise<{ folders: string; annotated: string }> {
  const folders = join(folder, "folders");
  const annotated = join(folder, "annotated");
  await Deno.mkdir(annotated, { recursive: true });
  const rows = ["label,youtube_id,time_start,time_end,split\n"];
  const start = new Uint32Array(2);
  let count = 0;
  for (const [part, perClass] of Object.entries(PER_CLASS)) {
    for (let label = 0; label < CLASSES; label++) {
      const name = `class number ${String(label).padStart(3, "0")}`;
      const parent = join(folders, part, name);
      Deno.mkdirSync(parent, { recursive: true });
      for (let index = 0; index < perClass; index++) {
        const id = `id${String(count++).padStart(9, "0")}`;
        rows.push(`${name},${id},1,11,${part === "val" ? "validate" : part}\n`);
        using file = Deno.openSync(join(parent, `${id}_000001_000011.mp4`), {
          write: true,
          create: true,
        });
        start[0] = count;
        file.writeSync(new Uint8Array(start.buffer));
        // Spread like hashes, so that some sizes are equal, as among real videos.
        file.truncateSync(BYTES.least + (Math.imul(count, 2_654_435_761) >>> 0) % BYTES.range);
      }
    }
  }
  await Deno.writeTextFile(join(annotated, "kinetics.csv"), rows.join(""));
  await Deno.symlink(folders, join(annotated, "videos"));
  return { folders, annotated };
}

/**
 * Writes the database that `data index` would write for a folder of such files if they were real
 * videos.
 */
export async function makeDatabase(folders: string, file: string): Promise<void> {
  const { train, test, classes } = await readManifest(folders);
  using database = openTables(file, { create: true });
  const insertFile = database.prepare(
    "INSERT INTO files VALUES (?, ?, 0, ?, NULL, 10, 29.97, 340, 256, 340, 256, 0, 1, 'h264')",
  );
  const insertVideo = database.prepare("INSERT INTO videos VALUES (?, ?, ?, ?, 0)");
  database.exec("BEGIN");
  for (const [part, videos] of Object.entries({ train, test })) {
    for (const [index, { id, path, label }] of videos.entries()) {
      const written = relative(join(file, ".."), path);
      insertFile.run(written, BYTES.least + index, String(index).padStart(64, "0"));
      insertVideo.run(id, written, part, label);
    }
  }
  const about = { classes, notes: [], missing: [], split: null };
  for (const [name, value] of Object.entries(about)) {
    writeAbout(database, name, JSON.stringify(value));
  }
  writeAbout(database, "version", TABLES_VERSION);
  writeAbout(database, "finished", "yes");
  database.exec("COMMIT");
}
