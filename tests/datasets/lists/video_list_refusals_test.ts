import assert from "node:assert/strict";
import { join } from "node:path";
import { ManifestError } from "../../../datasets/mod.ts";
import { readVideoList } from "../../../datasets/lists/_video_list.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { makeFiles } from "../_manifests.ts";
import { FILES } from "./_listed_files.ts";

/** Texts of lists and why they are refused. */
const REFUSED: readonly (readonly [string, string, string])[] = [
  [
    "a count of frames",
    "run/a.avi 120 3\n",
    "line 1 'run/a.avi 120 3': it has a number besides the label, such as a count of frames: leave " +
    "the number out, or put the whole label into quotes",
  ],
  [
    "more columns than two",
    "run/a.avi,run,train\n",
    "line 1 'run/a.avi,run,train': it has more than two columns: name them in a first line such as " +
    "'path,label,split', or put a label that holds the separator into quotes",
  ],
  [
    "more fields than titles",
    "path,label\nrun/a.avi,run, fast\n",
    "line 2 'run/a.avi,run,fast': it has 3 fields, but the first line names 2 columns: put a field " +
    "that holds the separator into quotes",
  ],
  [
    "a label that may end with a comment",
    "run/a.avi Jump #1\n",
    "line 1 'run/a.avi Jump #1': it may end with a label or a comment: put the label into quotes, " +
    "or the comment on a line of its own",
  ],
  [
    "two paths",
    "run/a.avi run/b.avi\n",
    "line 1 'run/a.avi run/b.avi': it has two paths; write 'path \"label\"'",
  ],
  [
    "text behind quotes",
    '"run/a.avi" "x" y\n',
    'line 1 \'"run/a.avi" "x" y\': there is text behind the quotes of the label; write \'path ' +
    '"label"\'',
  ],
  [
    "an open quote",
    'run/a.avi "x\n',
    "line 1 'run/a.avi \"x': its label begins with a quote that is never closed",
  ],
  [
    "folders of frames",
    "frames/1 29 0\n",
    "its video has no file; line 1 was read as the path 'frames/1 29' with the label '0', and looked for as " +
    "'FOLDER/frames/1 29': 'frames/1' is a folder, but only files of videos are read, not folders " +
    "of frames",
  ],
  [
    "names without their extension",
    "run/a run\n",
    "its video has no file; line 1 was read as the path 'run/a' with the label 'run', and looked for as 'FOLDER/run/a': there is " +
    "'a.avi'; write names with their extension",
  ],
  [
    "other capitals",
    "Run\\A.AVI run\n",
    "its video has no file; line 1 was read as the path 'Run\\A.AVI' with the label 'run', and looked for as " +
    "'FOLDER/Run\\A.AVI': there is 'run/a.avi'; write capitals as the name has them",
  ],
  [
    "paths from another folder",
    "a.avi run\n",
    "its video has no file; line 1 was read as the path 'a.avi' with the label 'run', and looked for as 'FOLDER/a.avi': it is at " +
    "'FOLDER/run/a.avi', which must be written as 'run/a.avi', relative to 'FOLDER'",
  ],
  [
    "paths of another machine",
    "C:\\data\\run\\a.avi run\n",
    "its video has no file; line 1 was read as the path 'C:\\data\\run\\a.avi' with the label " +
    "'run', and looked for as 'FOLDER/C:\\data\\run\\a.avi': it is at 'FOLDER/run/a.avi', which must " +
    "be written as 'run/a.avi', relative to 'FOLDER'",
  ],
  [
    "JSON without objects",
    '["run/a.avi", "run/b.avi"]',
    'it is JSON, but not a list of objects such as {"file_name": "a.mp4", "label": "run"}, one a line ' +
    "or in an array",
  ],
  [
    "JSON without a path",
    '[{"number": 1, "label": "run"}]',
    "its objects must have a key 'path' or 'file_name': their keys are 'number', 'label'",
  ],
  [
    "a line that is not JSON as the others are",
    '{"file_name": "run/a.avi"}\n\nrun/b.avi run\n',
    "line 3 must be a JSON object, as line 1 is: it is 'run/b.avi run'",
  ],
  [
    "several columns with unknown titles",
    "Tiedosto;Luokka;Pvm\nrun/a.avi;x;1\nrun/b.avi;y;2\n",
    "the titles in its first line 'Tiedosto;Luokka;Pvm' are not known: call the columns 'path', " +
    "'class' and 'split'; others are ignored",
  ],
  [
    "titles without a path",
    "label,youtube_id,time_start,time_end,split\nrun,abc,1,11,train\n",
    "its first line 'label,youtube_id,time_start,time_end,split' names columns, but none is called " +
    "'path' or 'file'",
  ],
  ["nothing", "# only a comment\n\n", "it names no video"],
  [
    "a path with two labels",
    "run/a.avi 0\n./run/a.avi 1\n",
    "lines 1 and 2 name 'run/a.avi', with the label '0' and with the label '1': leave one of them",
  ],
  [
    "a path in two parts",
    "path,class,split\nrun/a.avi,x,train\nrun/a.avi,x,test\n",
    "lines 2 and 3 name 'run/a.avi', with the label 'x' for 'train' and with the label 'x' for " +
    "'test': leave one of them",
  ],
  [
    "blanks that may belong to a path",
    "gone place/a b\n",
    "its video has no file; line 1 was read as the path 'gone place/a' with the label 'b', and looked " +
    "for as 'FOLDER/gone place/a'; a path or label with blanks may have to be in quotes",
  ],
  [
    "the error of a formula for a path",
    "path,label\nrun/a.avi,run\n#REF!,run\n",
    "line 3 has the path '#REF!', which is the error of a formula: write the path, or leave the " +
    "line out",
  ],
  ["no path", "path,label\n,run\n", "line 2 has no path"],
  [
    "two columns of names",
    "path,category,action\nrun/a.avi,x,y\n",
    "its columns 'category' and 'action' both name classes: leave one out, or call the one that is " +
    "meant 'class'",
  ],
  [
    "many columns between blanks",
    "path label split\nrun/a.avi x train\n",
    "the columns 'path label split' of its first line must be separated by commas or tabs",
  ],
];

for (const [what, text, problem] of REFUSED) {
  Deno.test(`readVideoList() refuses ${what}`, () =>
    withFolder(async (folder) => {
      await makeFiles(folder, FILES);
      const list = join(folder, "list.txt");
      await Deno.writeTextFile(list, text);
      await assert.rejects(
        readVideoList(list, { root: folder, missingShare: 0 }),
        new ManifestError(list, problem.replaceAll("FOLDER", folder)),
      );
    }));
}
