import assert from "node:assert/strict";
import { join } from "node:path";
import { findInputs } from "../../../pipeline/prediction/find_inputs.ts";
import { withFolder } from "../../_temporary_folder.ts";

async function makeFiles(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await Deno.mkdir(join(folder, name, ".."), { recursive: true });
    await Deno.writeTextFile(join(folder, name), "");
  }
}

Deno.test("findInputs() finds files, folders, patterns and lists", () =>
  withFolder(async (folder) => {
    await makeFiles(folder, ["b/x.mp4", "b/c/y.AVI", "b/notes.txt", "b/.hidden.mp4", "a [1].mp4"]);
    await Deno.writeTextFile(join(folder, "list.txt"), "# clips\n\nb/x.mp4\r\nhttp://a/b.mp4\n");
    const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
      ["b", ["b/c/y.AVI", "b/x.mp4"], ["c/y", "x"]],
      ["b/*.mp4", ["b/x.mp4"], ["x"]],
      ["a [1].mp4", ["a [1].mp4"], ["a [1]"]],
      ["none.mp4", ["none.mp4"], ["none"]],
      ["b/notes.txt", ["b/notes.txt"], ["notes"]],
    ];
    for (const [word, paths, outputNames] of cases) {
      const inputs = await findInputs([join(folder, word)]);
      const found = inputs.map(({ source }) => source.kind === "file" ? source.path : "");
      assert.deepEqual(found, paths.map((path) => join(folder, path)), word);
      assert.deepEqual(inputs.map(({ outputName }) => outputName), outputNames, word);
    }
    const listed = await findInputs([`@${join(folder, "list.txt")}`]);
    assert.deepEqual(listed.map(({ source }) => source), [
      { kind: "file", path: join(folder, "b/x.mp4") },
      // A name in a list is never an address.
      { kind: "file", path: join(folder, "http:/a/b.mp4") },
    ]);
  }));

Deno.test("findInputs() reads the lists of a training, and ignores the labels", () =>
  withFolder(async (folder) => {
    await makeFiles(folder, ["my videos/a 1.mp4", "my videos/b.mp4", "c, d.mp4"]);
    const lists: Readonly<Record<string, string>> = {
      "table.csv":
        "\ufeffDatei;Klasse\r\nmy videos/a 1.mp4;high dive\r\nmy videos/b.mp4;\r\nc, d.mp4;run",
      "lines.txt": 'my videos/a 1.mp4 high dive\n"my videos/b.mp4" "run"\nc, d.mp4\n',
      "lines.jsonl": '{"file_name":"my videos/a 1.mp4","label":"x"}\n' +
        '{"file_name":"my videos/b.mp4"}\n{"file_name":"c, d.mp4"}\n',
    };
    for (const [name, text] of Object.entries(lists)) {
      await Deno.writeTextFile(join(folder, name), text);
      const inputs = await findInputs([`@${join(folder, name)}`]);
      const paths = inputs.map(({ source }) => source.kind === "file" ? source.path : "");
      assert.deepEqual(
        paths,
        ["my videos/a 1.mp4", "my videos/b.mp4", "c, d.mp4"].map((path) => join(folder, path)),
        name,
      );
    }
    await assert.rejects(findInputs([join(folder, "table.csv")]), /it is a list; @.*table\.csv/);
  }));

Deno.test("findInputs() knows streams, and which of them have no end", async () => {
  const stdin = new ReadableStream<Uint8Array>();
  const cases: readonly (readonly [string, string, string, boolean])[] = [
    ["-", "bytes", "stdin", false],
    ["/dev/stdin", "bytes", "stdin", false],
    ["/dev/video0", "camera", "video0", true],
    ["http://a.b/c/d%20e.mp4?x=1", "address", "d e", false],
    ["HTTPS://a.b/", "address", "a.b", false],
    ["rtsp://a.b:554/live", "address", "live", true],
    ["udp://239.0.0.1:1234", "address", "239.0.0.1", true],
  ];
  for (const [word, kind, outputName, isLive] of cases) {
    const [input] = await findInputs([word], { stdin });
    assert.deepEqual([input?.source.kind, input?.outputName, input?.isLive], [
      kind,
      outputName,
      isLive,
    ]);
    const [live] = await findInputs([word], { stdin, live: true });
    assert.ok(live?.isLive);
  }
});

/** A named pipe, and its bytes as an input has them. */
async function makePipe(folder: string) {
  const path = join(folder, "pipe");
  await new Deno.Command("mkfifo", { args: [path] }).output();
  const [input] = await findInputs([path]);
  assert.ok(input?.source.kind === "bytes");
  return { path, bytes: input.source.bytes };
}

Deno.test("findInputs() opens a pipe when it is read, and reads it to its end", () =>
  withFolder(async (folder) => {
    const { path, bytes } = await makePipe(folder);
    const text = new Response(bytes).text();
    await Deno.writeTextFile(path, "what a writer writes");
    assert.equal(await text, "what a writer writes");
  }));

Deno.test("findInputs() makes no one wait for the writer of a pipe who stops reading", () =>
  withFolder(async (folder) => {
    const { bytes } = await makePipe(folder);
    const reader = bytes.getReader();
    const read = reader.read();
    await reader.cancel();
    assert.equal((await read).done, true);
    const unread = await makePipe(await Deno.makeTempDir({ dir: folder }));
    await unread.bytes.cancel();
  }));

Deno.test("findInputs() takes several pipes, each once, whatever its names", () =>
  withFolder(async (folder) => {
    const [first, second, link] = ["first", "second", "link"].map((name) => join(folder, name));
    await new Deno.Command("mkfifo", { args: [first!, second!] }).output();
    await Deno.symlink(first!, link!);
    const inputs = await findInputs([first!, "-", second!], { stdin: new ReadableStream() });
    assert.deepEqual(inputs.map(({ name }) => name), [first, "-", second]);
    await assert.rejects(findInputs([first!, second!, link!]), /link' as .*first' is the same one/);
  }));

Deno.test("findInputs() refuses what names no video", () =>
  withFolder(async (folder) => {
    await makeFiles(folder, ["empty/notes.txt", "list.txt"]);
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [[join(folder, "empty")], /Cannot find videos in .*empty as it must hold files/],
      [[join(folder, "*.avi")], /Cannot find videos by the pattern .* none does/],
      [[`@${join(folder, "list.txt")}`], /it is empty/],
      [[`@${join(folder, "none.txt")}`], /there is no such file/],
      [["ftp://a/b.mp4"], /its protocol must be one of http, .*: current value is ftp/],
      [["file:///etc/passwd"], /its protocol must be one of/],
      [["concat://a"], /its protocol must be one of/],
      [["-", "-"], /a pipe must be named once: '-' is the same one/],
      [["/dev/fd/0", "-"], /a pipe must be named once: '\/dev\/fd\/0' is the same one/],
    ];
    for (const [words, message] of cases) {
      const stdin = new ReadableStream<Uint8Array>();
      await assert.rejects(findInputs(words, { stdin }), message);
    }
  }));

const NAMES = [
  ["http://host/a%20b.mp4", "a b"],
  ["http://host/100%.mp4", "100%"],
  ["http://host/%00.mp4", ".mp4"],
  ["rtsp://host:554", "host"],
  ["udp://@:1234", "stream"],
  ["http://host:99999/a.mp4", "stream"],
] as const;

for (const [address, name] of NAMES) {
  Deno.test(`findInputs() names the files of ${address}`, async () => {
    const [input] = await findInputs([address]);
    assert.equal(input?.outputName, name);
  });
}
