-- Derived: what the evidence says of each trade, the same as before without what other
-- columns or tables say. owed_fen is min(due, paid), less what was given elsewhere. The least
-- and the greatest of what was paid and of what is due are NULL where orders do not differ.
-- failing is 1 where no due is known and the latest result is a failure, unclaimed counts
-- refunds in bills that no notification reports. is_open is 1 where time alone, or a
-- correction, may change what is said of the trade.
CREATE TABLE total (
  trade_no         TEXT    NOT NULL,
  account_id       INTEGER NOT NULL,
  paid_fen         INTEGER,
  due_fen          INTEGER,
  owed_fen         INTEGER,
  least_fen        INTEGER,
  greatest_fen     INTEGER,
  least_due_fen    INTEGER,
  greatest_due_fen INTEGER,
  due_conflict     INTEGER NOT NULL DEFAULT 0,
  paid_day         INTEGER,
  refunded_fen     INTEGER NOT NULL DEFAULT 0,
  succeeded        INTEGER NOT NULL DEFAULT 0,
  answered         INTEGER NOT NULL DEFAULT 0,
  failing          INTEGER NOT NULL DEFAULT 0,
  pending_fen      INTEGER NOT NULL DEFAULT 0,
  submitted        INTEGER NOT NULL DEFAULT 0,
  unanswered       INTEGER NOT NULL DEFAULT 0,
  unclaimed        INTEGER NOT NULL DEFAULT 0,
  elsewhere_fen    INTEGER NOT NULL DEFAULT 0,
  attested         INTEGER NOT NULL DEFAULT 0,
  attested_failed  INTEGER NOT NULL DEFAULT 0,
  attested_fen     INTEGER NOT NULL DEFAULT 0,
  is_open          INTEGER NOT NULL GENERATED ALWAYS AS
    (CASE WHEN unanswered > 0 OR unclaimed > 0 OR owed_fen > refunded_fen + pending_fen OR (due_fen IS NULL AND failing = 1)
          THEN 1 ELSE 0 END) STORED,
  PRIMARY KEY (trade_no, account_id)
) STRICT, WITHOUT ROWID;

INSERT INTO total (trade_no, account_id, paid_fen, due_fen, owed_fen, least_fen, greatest_fen, least_due_fen, greatest_due_fen,
                   due_conflict, paid_day, refunded_fen, succeeded, answered, failing, pending_fen, submitted, unanswered, unclaimed,
                   elsewhere_fen, attested, attested_failed, attested_fen)
SELECT t.trade_no, t.account_id, t.paid_fen, t.due_fen, t.owed_fen,
       CASE WHEN t.least_fen <> t.greatest_fen THEN t.least_fen END, CASE WHEN t.least_fen <> t.greatest_fen THEN t.greatest_fen END,
       CASE WHEN t.least_due_fen <> t.greatest_due_fen THEN t.least_due_fen END,
       CASE WHEN t.least_due_fen <> t.greatest_due_fen THEN t.greatest_due_fen END,
       t.due_conflict, t.paid_day, t.refunded_fen, t.succeeded, t.answered, CASE WHEN t.due_fen IS NULL THEN t.failing ELSE 0 END,
       t.pending_fen, t.submitted, t.unanswered, t.unclaimed, t.elsewhere_fen, t.attested, t.attested_failed, t.attested_fen
FROM trade_total t
ORDER BY t.trade_no, t.account_id;

DROP TABLE trade_total;
ALTER TABLE total RENAME TO trade_total;

-- Trades that time alone may change are read each night (MISSING_RESULT, BILL_UNKNOWN, the
-- corrections, what waits), and so are those of which too much was refunded (standing_heaps).
CREATE INDEX trade_open ON trade_total (account_id) WHERE is_open = 1;
CREATE INDEX trade_over ON trade_total (account_id) WHERE refunded_fen > COALESCE(owed_fen, paid_fen - elsewhere_fen);

-- The exceptions that rules look for in all trades: those with a failure (REFUND_FAILED,
-- FEE_WITHOUT_REFUND, UNKNOWN_ERROR_CODE), and those whose amounts or orders do not fit, a
-- line a rule: DUE_EXCEEDS_PAID, OVER_REFUND, REFUND_EXCEEDS_DUE, OVER_REFUND_EXPOSURE,
-- UNDER_REFUND, UNMATCHED_TRADE, ATTEMPT_LIMIT, ORDER_CONFLICT. A rule reads by the index
-- where it says the same.
CREATE INDEX trade_failed ON trade_total (account_id) WHERE answered > succeeded;
CREATE INDEX trade_odd ON trade_total (account_id)
WHERE due_fen > paid_fen
   OR paid_fen < refunded_fen + elsewhere_fen
   OR due_fen < refunded_fen + elsewhere_fen
   OR refunded_fen + pending_fen > COALESCE(owed_fen, paid_fen - elsewhere_fen)
   OR owed_fen > refunded_fen + pending_fen
   OR paid_fen IS NULL
   OR answered + unanswered > 99
   OR (least_fen IS NOT NULL OR due_conflict > 0);

-- The same of claims: what did not get back to the card, a fee above the refund, a trade
-- that stands twice in a notification, a fee that did not go back, and what people attest
-- (DBACK_FAILED, FEE_EXCEEDS_REFUND, DUPLICATE_TRADE_IN_BATCH, FEE_REFUND_FAILED, and
-- total_attested).
DROP INDEX claim_dback_failed;
DROP INDEX claim_fee_exceeds;
CREATE INDEX claim_odd ON claim (account_id)
WHERE dback = 'true^F'
   OR fee_fen > amount_fen
   OR occurrence > 1
   OR fee_code <> 'SUCCESS'
   OR witness = 'act';
