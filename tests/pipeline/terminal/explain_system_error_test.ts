import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { SYSTEM_PROBLEMS } from "../../../pipeline/terminal/_system_problems.ts";
import { explainSystemError } from "../../../pipeline/terminal/explain_system_error.ts";
import { withFolder } from "../../_temporary_folder.ts";

/** Asks the operating system for something that it must refuse, in a folder. */
type Request = (folder: string) => unknown;

const LONG_NAME = "x".repeat(300);

const REQUESTS: Readonly<Record<string, readonly [request: Request, explanation: RegExp]>> = {
  "a missing file": [
    (folder) => Deno.open(join(folder, "a")),
    /^Cannot open 'FOLDER\/a' as it must exist: it does not, or was removed meanwhile\. Check/,
  ],
  "a missing file, by Node": [
    (folder) => readFileSync(join(folder, "a")),
    /^Cannot open 'FOLDER\/a' as it must exist/,
  ],
  "a missing folder": [
    (folder) => Deno.readDirSync(join(folder, "a")),
    /^Cannot list 'FOLDER\/a' as it must exist/,
  ],
  "an empty path": [
    () => Deno.stat(""),
    /^Cannot use a file or folder as its path must not be empty: it is, perhaps by a variable/,
  ],
  "a file as folder": [
    (folder) => Deno.mkdir(join(folder, "file/a")),
    /^Cannot make the folder 'FOLDER\/file\/a' as its path must lead through folders: a part of/,
  ],
  "a file instead of a folder": [
    (folder) => Deno.mkdir(join(folder, "file")),
    /^Cannot make the folder 'FOLDER\/file' as nothing else may have its name/,
  ],
  "a folder as file": [
    (folder) => Deno.truncate(folder),
    /^Cannot truncate 'FOLDER' as it must be a file: it is a folder\. Choose another path/,
  ],
  "a folder instead of a file that is written": [
    async (folder) => {
      const temporary = join(folder, `full.${crypto.randomUUID()}.partial`);
      await Deno.rename(join(folder, "file"), temporary);
      await Deno.rename(temporary, join(folder, "full"));
    },
    /^Cannot write 'FOLDER\/full' as it must be a file: it is a folder/,
  ],
  "a folder that is not empty": [
    (folder) => Deno.remove(join(folder, "full")),
    /^Cannot remove 'FOLDER\/full' as the folder must be empty: it holds files/,
  ],
  "a long name": [
    (folder) => Deno.stat(join(folder, LONG_NAME)),
    /^Cannot find 'FOLDER\/x+' as each name in its path must have at most 255 bytes/,
  ],
  "a program that is not there": [
    (folder) => new Deno.Command(join(folder, "ffmpeg")).output(),
    /^Cannot start 'FOLDER\/ffmpeg' as it must exist/,
  ],
  "a program without the right to run": [
    (folder) => new Deno.Command(join(folder, "file")).output(),
    /^Cannot start 'FOLDER\/file' as this user must have the right to: permission is denied/,
  ],
  "a library that is not one": [
    (folder) => Deno.dlopen(join(folder, "file"), {}),
    /^Cannot open the library 'FOLDER\/file' as it must be a whole library for this machine/,
  ],
  "a database in no folder": [
    (folder) => new DatabaseSync(join(folder, "none/a.sqlite")),
    /^Cannot open the database 'FOLDER\/none\/a.sqlite' as its folder must exist/,
  ],
  "a database that is not one": [
    (folder) => {
      using database = new DatabaseSync(join(folder, "file"));
      database.exec("SELECT * FROM sqlite_schema");
    },
    /^Cannot use a file or folder as it must be a whole database: it is broken/,
  ],
  "a database that another process writes": [
    (folder) => {
      using first = new DatabaseSync(join(folder, "a.sqlite"));
      using second = new DatabaseSync(join(folder, "a.sqlite"));
      first.exec("CREATE TABLE a (b); BEGIN EXCLUSIVE");
      second.exec("BEGIN EXCLUSIVE");
    },
    /as no other program may use the database: one does/,
  ],
  "a server that does not exist": [
    () => fetch("http://localhost.invalid/a.whl"),
    /^Cannot download http:\/\/localhost.invalid\/a.whl as the network must work: the connection/,
  ],
  "more memory than there is": [
    () => new ArrayBuffer(2 ** 50),
    /as there must be free memory: there is not enough/,
  ],
};

for (const [name, [request, explanation]] of Object.entries(REQUESTS)) {
  Deno.test(`explainSystemError() explains ${name}`, () =>
    withFolder(async (folder) => {
      await Deno.mkdir(join(folder, "full"));
      await Deno.writeTextFile(join(folder, "full/a"), "a");
      await Deno.writeTextFile(join(folder, "file"), "This is neither a program nor a database.");
      const error = await errorOf(async () => await request(folder));
      assert.match((explainSystemError(error) ?? "").replaceAll(folder, "FOLDER"), explanation);
    }));
}

/** Refusals that are hard to bring about, as the system words them. */
const RARE: Readonly<Record<string, readonly [message: string, explanation: RegExp]>> = {
  ENOSPC: ["No space left on device (os error 28)", /as the disk must have room: it is full/],
  ELOOP: [
    "Too many levels of symbolic links (os error 40): stat 'loop'",
    /^Cannot find 'loop' as its symbolic links must lead somewhere: they lead in a circle/,
  ],
  EROFS: [
    "Read-only file system (os error 30): mkdir '/media/a'",
    /^Cannot make the folder '\/media\/a' as its disk must be writable: it is read-only/,
  ],
  EMFILE: [
    "Too many open files (os error 24): open 'a.mp4'",
    /^Cannot open 'a.mp4' as the system must allow more open files: .*ulimit -n/,
  ],
  EPIPE: ["Broken pipe (os error 32)", /as the program that reads the output must run/],
  EIO: ["Input/output error (os error 5): read 'a'", /^Cannot read 'a' as its disk must work/],
  ENOEXEC: [
    "Failed to spawn '/opt/ffmpeg': Exec format error (os error 8)",
    /^Cannot start '\/opt\/ffmpeg' as it must be a program for this machine/,
  ],
  ENOMEM: ["Cannot allocate memory (os error 12)", /as there must be free memory/],
  EXDEV: [
    "Invalid cross-device link (os error 18): rename 'a' -> 'b'",
    /^Cannot write 'b' as the operating system must allow it: it reports EXDEV \(Invalid cross/,
  ],
};

for (const [code, [message, explanation]] of Object.entries(RARE)) {
  Deno.test(`explainSystemError() explains ${code}`, () => {
    assert.match(
      explainSystemError(Object.assign(new Error(message), { code })) ?? "",
      explanation,
    );
  });
}

Deno.test("explainSystemError() leaves bugs of the program alone", () => {
  const invalid = Object.assign(new TypeError("it is invalid"), { code: "ERR_INVALID_ARG_TYPE" });
  const query = Object.assign(new Error("no such column: a"), { code: "ERR_SQLITE_ERROR" });
  for (const error of [new TypeError("x is not a function"), invalid, query, new Error()]) {
    assert.equal(explainSystemError(error), undefined);
  }
});

Deno.test("SYSTEM_PROBLEMS reads as the rest of a sentence", () => {
  for (const [code, { must, is, remedy }] of SYSTEM_PROBLEMS) {
    assert.match(must, /\b(?:must|may)\b/, code);
    assert.ok(!/[.:]$/.test(must + is + remedy), code);
    assert.match(remedy, /^[A-Z]/, code);
  }
});

async function errorOf(work: () => Promise<unknown>): Promise<Error> {
  try {
    await work();
  } catch (error) {
    assert.ok(error instanceof Error);
    return error;
  }
  throw new assert.AssertionError({ message: "The request was not refused." });
}
