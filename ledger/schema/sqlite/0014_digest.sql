-- What was written after a decision and before the next, table by table: how many rows an
-- owner has more, and the sum of their SHA-256 modulo 2^256. The owner is the source or the
-- run that has left them (see ledger/internal/digest).
CREATE TABLE digest (
  after_commit INTEGER NOT NULL,
  table_name   TEXT    NOT NULL,
  owner_no     INTEGER NOT NULL,
  row_count    INTEGER NOT NULL,
  sum          BLOB    NOT NULL,
  PRIMARY KEY (after_commit, table_name, owner_no)
) STRICT, WITHOUT ROWID;

CREATE INDEX digest_owner ON digest (table_name, owner_no);

-- What the trades that a run computes anew came to before, as far as it follows from results
-- and orders: what has no newer evidence comes to the same. It is empty between runs.
CREATE TABLE trade_before (
  trade_no     TEXT    NOT NULL,
  account_id   INTEGER NOT NULL,
  paid_fen     INTEGER,
  due_fen      INTEGER,
  refunded_fen INTEGER NOT NULL,
  succeeded    INTEGER NOT NULL,
  answered     INTEGER NOT NULL,
  PRIMARY KEY (trade_no, account_id)
) STRICT, WITHOUT ROWID;

-- 1 of a run whose head is of digests, too.
ALTER TABLE run ADD COLUMN proof INTEGER NOT NULL DEFAULT 0;
