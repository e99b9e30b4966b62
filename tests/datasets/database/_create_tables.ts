/** Makes the tables of a database of videos, as every version of the program must read them. */
export const CREATE_TABLES = `
  CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE files (
    path TEXT PRIMARY KEY, bytes INTEGER NOT NULL, modified INTEGER NOT NULL,
    ends_sha256 TEXT NOT NULL, problem TEXT,
    duration_sec REAL, claimed_sec REAL, frames_per_second REAL, coded_width INTEGER,
    coded_height INTEGER, display_width REAL, display_height REAL, rotation INTEGER,
    mirrored INTEGER, pixel_aspect REAL, codec TEXT, problems TEXT, clock TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE videos (
    id TEXT PRIMARY KEY, path TEXT NOT NULL, part TEXT NOT NULL, label INTEGER,
    labeled INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;
