import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { indexManifest, ManifestError, readManifest } from "../../../datasets/mod.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { CREATE_TABLES } from "./_create_tables.ts";

const TABLES = `
  ${CREATE_TABLES}
  INSERT INTO about VALUES ('version', '3'), ('finished', 'yes'), ('classes', '["run","walk"]'),
    ('notes', '[]'), ('missing', '[]'), ('split', 'null'), ('testSource', '"of a list"');
`;

const CLOCK = '{"tickSec":0.01,"maxStepSec":2,"firstTick":0,"keyFrames":[[0,0]]}';

/** Writes videos with all that is known of a file. */
function insert(path: string, { label = 0, part = "train" } = {}): string {
  return `INSERT INTO videos VALUES ('${path}', '${path}', '${part}', ${label}, 0);
    INSERT INTO files VALUES ('${path}', 1, 1, 'ab', NULL, 1.5, 1.5, 25, 32, 24, 32, 24, 0, 0, 1,
    'h264', '[]', '${CLOCK}');`;
}

const VIDEOS = [
  insert("a.mp4"),
  insert("b.mp4", { label: 1 }),
  insert("c.mp4", { part: "test" }),
].join("\n");

/** Makes a database, and returns its path. */
function make(folder: string, ...sql: readonly string[]): string {
  const file = join(folder, "videos.sqlite");
  using database = new DatabaseSync(file);
  for (const statements of sql) database.exec(statements);
  return file;
}

function withDatabase(sql: readonly string[], work: (file: string) => Promise<void>) {
  return withFolder((folder) => work(make(folder, ...sql)));
}

const VIEW = TABLES.replace("CREATE TABLE videos", "CREATE TABLE other");

/** Statements on top of a sound database, and what is said of the result. */
const DAMAGED: Readonly<Record<string, readonly [sql: readonly string[], message: RegExp]>> = {
  "a view that never ends": [
    [
      VIEW,
      `CREATE VIEW videos AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
       SELECT CAST(i AS TEXT) AS id, 'a.mp4' AS path, 'train' AS part, 0 AS label, 0 AS labeled
       FROM n`,
    ],
    /its table 'videos' is not what this program makes/,
  ],
  "a computed column": [
    [
      VIEW,
      "CREATE TABLE videos (id TEXT PRIMARY KEY, path TEXT, part TEXT, label INTEGER, " +
      "labeled INTEGER AS (1)) STRICT",
    ],
    /its table 'videos' is not/,
  ],
  "a table without a key": [
    [
      VIEW,
      "CREATE TABLE videos (id TEXT, path TEXT, part TEXT, label INTEGER, labeled INTEGER) " +
      "STRICT",
    ],
    /its table 'videos' is not/,
  ],
  "a table that is not strict": [
    [
      VIEW,
      "CREATE TABLE videos (id TEXT PRIMARY KEY, path TEXT, part TEXT, label INTEGER, " +
      "labeled INTEGER)",
      "INSERT INTO videos VALUES ('a', 'a', 'train', 'x', 'y')",
    ],
    /its table 'videos' is not/,
  ],
  "a missing table": [[TABLES, "DROP TABLE files"], /its table 'files' is not/],
  "a missing column": [[TABLES, "ALTER TABLE files DROP COLUMN codec"], /its table 'files' is not/],
  "a number that is too large": [
    [TABLES, VIDEOS, "UPDATE videos SET label = 9223372036854775807"],
    /it is damaged, or another program changed it \(.*9223372036854775807/,
  ],
  "an unknown label": [
    [TABLES, VIDEOS, "UPDATE videos SET label = -1 WHERE id = 'b.mp4'"],
    /the label -1 of 'b\.mp4' is none of its 2 classes/,
  ],
  "an unknown part": [[TABLES, VIDEOS, "UPDATE videos SET part = 'x'"], /row of 'a\.mp4' cannot/],
  "ids that NUL makes equal": [
    [TABLES, VIDEOS, "UPDATE videos SET id = 'a' || char(0) || part || label"],
    /it has the id 'a' twice/,
  ],
  "an endless video": [
    [TABLES, VIDEOS, "UPDATE files SET duration_sec = 1e999"],
    /cannot be right/,
  ],
  "a negative size": [[TABLES, VIDEOS, "UPDATE files SET coded_width = -1"], /cannot be right/],
  "classes that are not JSON": [
    [TABLES, "UPDATE about SET value = 'x' WHERE name = 'classes'"],
    /'classes' in it is not what this program writes/,
  ],
  "classes that are not texts": [
    [TABLES, "UPDATE about SET value = '[1]' WHERE name = 'classes'"],
    /'classes' in it is not/,
  ],
  "a clock of texts": [
    [TABLES, VIDEOS, `UPDATE files SET clock = '{"keyFrames":[["a",1]]}'`],
    /the clock of 'a\.mp4' in it is not/,
  ],
  "a clock in brackets": [
    [TABLES, VIDEOS, `UPDATE files SET clock = '${"[".repeat(1e5)}${"]".repeat(1e5)}'`],
    /the clock of 'a\.mp4' in it is not/,
  ],
  "fewer videos than were written": [
    [TABLES, VIDEOS, "INSERT INTO about VALUES ('videos', '4')"],
    /it is damaged: 3 of its 4 videos are there/,
  ],
  "a long version": [
    [TABLES, `UPDATE about SET value = '${"9".repeat(1e6)}' WHERE name = 'version'`],
    /it is of version 9{97}\.\.\.: this program reads 3/,
  ],
  "a view in place of all": [["CREATE VIEW x AS SELECT 1"], /belongs to another program/],
};

for (const [name, [sql, message]] of Object.entries(DAMAGED)) {
  Deno.test(`readManifest() refuses a database with ${name}`, () =>
    withDatabase(sql, async (file) => {
      await assert.rejects(readManifest(file), (error) => {
        assert.ok(error instanceof ManifestError, Deno.inspect(error));
        assert.match(error.message, message);
        assert.ok(error.message.length < 500);
        return true;
      });
    }));
}

/** Statements that leave a database sound. */
const ODD: Readonly<Record<string, readonly string[]>> = {
  "as it is": [],
  "with another program's table, view and index": [
    "CREATE TABLE mine (x)",
    "CREATE VIEW theirs AS SELECT * FROM videos",
    "CREATE INDEX by_label ON videos (label)",
  ],
  "in write-ahead mode": ["PRAGMA journal_mode = WAL", "UPDATE videos SET labeled = 1"],
  "with a trigger": ["CREATE TRIGGER t AFTER DELETE ON videos BEGIN SELECT 1; END"],
  "in UTF-16": [],
  "with facts that are not known": ["UPDATE files SET clock = NULL, duration_sec = NULL"],
};

for (const [name, sql] of Object.entries(ODD)) {
  Deno.test(`readManifest() reads a database ${name}`, () => {
    const encoding = name.includes("UTF-16") ? ["PRAGMA encoding = 'UTF-16'"] : [];
    return withDatabase([...encoding, TABLES, VIDEOS, ...sql], async (file) => {
      const { train, test, classes } = await readManifest(file);
      assert.deepEqual(classes, ["run", "walk"]);
      assert.deepEqual([...train, ...test].map(({ id }) => id), ["a.mp4", "b.mp4", "c.mp4"]);
    });
  });
}

Deno.test("readManifest() believes no size past all bounds: the file is asked itself", () =>
  withDatabase([TABLES, VIDEOS, "UPDATE files SET coded_width = 1000000000000"], async (file) => {
    const { train } = await readManifest(file);
    assert.deepEqual(train.map(({ probe }) => probe), [undefined, undefined]);
  }));

Deno.test("readManifest() reads what only the log beside a database has", () =>
  withFolder(async (folder) => {
    const file = make(folder, TABLES, VIDEOS, "PRAGMA journal_mode = WAL");
    using writer = new DatabaseSync(file);
    writer.exec(insert("d.mp4", { label: 1 }));
    assert.ok(Deno.statSync(`${file}-wal`).size > 0);
    assert.equal((await readManifest(file)).train.length, 3);
  }));

Deno.test("readManifest() reads 20,000 rows of a database", () => {
  const rows = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)`;
  return withDatabase([
    TABLES,
    VIDEOS,
    `INSERT INTO files SELECT i || 'x', 1, 1, '', 'broken', ${Array(13).fill("NULL")} FROM (${rows}
     SELECT i FROM n)`,
    `INSERT INTO videos SELECT i || 'x', i || 'x', 'train', NULL, 0 FROM (${rows} SELECT i FROM n)`,
  ], async (file) => {
    assert.equal((await readManifest(file)).train.length, 20_002);
  });
});

Deno.test("indexManifest() refuses a database with a trigger, which would run with each row", () =>
  withDatabase(
    [TABLES, VIDEOS, "CREATE TRIGGER t AFTER INSERT ON videos BEGIN DELETE FROM about; END"],
    async (file) => {
      const manifest = await readManifest(file);
      await assert.rejects(
        indexManifest(manifest, { file, ffmpegPath: "ffmpeg", concurrency: 1 }),
        new ManifestError(file, "it has the trigger 't', which is not of this program"),
      );
    },
  ));
