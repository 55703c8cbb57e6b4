-- What was written after a decision and before the next, table by table: how many rows an
-- owner has more, and the sum of their SHA-256 modulo 2^256. The owner is the source or the
-- run that has left them (see ledger/internal/digest).
CREATE TABLE digest (
  after_commit BIGINT           NOT NULL,
  table_name   TEXT COLLATE "C" NOT NULL,
  owner_no     BIGINT           NOT NULL,
  row_count    BIGINT           NOT NULL,
  sum          BYTEA            NOT NULL,
  PRIMARY KEY (after_commit, table_name, owner_no)
);

CREATE INDEX digest_owner ON digest (table_name, owner_no);

-- What the trades that a run computes anew came to before, as far as it follows from results
-- and orders: what has no newer evidence comes to the same. It is empty between runs.
CREATE TABLE trade_before (
  trade_no     TEXT COLLATE "C" NOT NULL,
  account_id   BIGINT           NOT NULL,
  paid_fen     BIGINT,
  due_fen      BIGINT,
  refunded_fen BIGINT           NOT NULL,
  succeeded    BIGINT           NOT NULL,
  answered     BIGINT           NOT NULL,
  PRIMARY KEY (trade_no, account_id)
) {{by trade}};

-- 1 of a run whose head is of digests, too.
ALTER TABLE run ADD COLUMN proof BIGINT NOT NULL DEFAULT 0;
