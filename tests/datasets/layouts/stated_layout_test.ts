import { HELD_OUT, RUN_WALK, testFolders } from "./_folder_meaning.ts";

testFolders([
  {
    name: "shares of the data, stated as classes",
    files: "fold1/{a,b,c}.avi fold2/{a,b,c}.avi",
    layout: "class-folders",
    is: { classes: "fold1 fold2", counts: [4, 0, 2], from: "held out" },
  },
  {
    name: "classes named after parts, stated",
    files: "{ship,test,train}/{a,b,c}.avi",
    layout: "class-folders",
    is: { classes: "ship test train", counts: [6, 0, 3], from: "held out" },
  },
  {
    name: "class folders with parts in them, stated as classes",
    files: "{run,walk}/train/{a,b}.avi {run,walk}/test/c.avi",
    layout: "class-folders",
    is: HELD_OUT,
  },
  {
    name: "parts beside another folder, stated",
    files: "train/{run,walk}/a.avi test/{run,walk}/b.avi more/c.avi",
    layout: "split-folders",
    is: { classes: "run walk", counts: [2, 0, 2], from: "from test/" },
  },
  {
    name: "classes named after parts in parts, stated",
    files: "train/{ship,train}/a.avi test/{ship,train}/b.avi",
    layout: "split-folders",
    is: { classes: "ship train", counts: [2, 0, 2], from: "from test/" },
  },
  {
    name: "parts by person in each class folder, stated",
    files: "{run,walk}/train/{ann,ben}/a.avi {run,walk}/test/cleo/c.avi",
    layout: "split-folders",
    is: { classes: "run walk", counts: [4, 0, 2], from: "from the class folders" },
  },
  {
    name: "no parts, though stated",
    files: RUN_WALK,
    layout: "split-folders",
    is: /it does not have the layout 'split-folders'/,
  },
  {
    name: "no index, though stated",
    files: RUN_WALK,
    layout: "index",
    is: /it does not have the layout 'index'/,
  },
]);
