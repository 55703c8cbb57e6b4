-- What the file system said of each file when it was read last, so that one that
-- has not changed since is not read again.
--
-- Times are nanoseconds since 1970; device and inode are the 64 bits that the
-- system has, as a signed number. measured_ns is when the reading began.
CREATE TABLE stamp (
  account_id  INTEGER NOT NULL,
  kind        TEXT    NOT NULL,
  path        TEXT    NOT NULL,
  size        INTEGER NOT NULL,
  modified_ns INTEGER NOT NULL,
  changed_ns  INTEGER NOT NULL,
  device      INTEGER NOT NULL,
  inode       INTEGER NOT NULL,
  measured_ns INTEGER NOT NULL,
  final       INTEGER NOT NULL,
  whole       TEXT    NOT NULL,
  up_to       TEXT    NOT NULL,
  PRIMARY KEY (account_id, kind, path)
) STRICT, WITHOUT ROWID;

-- Whether bytes may have been read before can be told by how many they are.
CREATE INDEX content_size ON content (byte_count, account_id, kind);
