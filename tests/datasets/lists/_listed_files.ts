/** Files that the lists of the tests may name. */
export const FILES = [
  "run/a.avi",
  "run/b.avi",
  "my videos/c.mp4",
  "c, d.avi",
  '6" putt.avi',
  '"q" e.avi',
  "#20_x.avi",
  "b #2.avi",
  "no extension",
  "v1",
  "back\\slash.avi",
  "caf\u00e9/1.avi",
  "cafe\u0301/2.avi",
  "x.avi y.avi",
  "\u00e9t\u00e9/3.avi",
  "frames/1/0001.jpg",
];
