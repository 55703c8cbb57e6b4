-- What came after a run.
-- $1 run_id
DELETE FROM redelivery
WHERE source_id > (SELECT r.last_source FROM run r WHERE r.run_id = $1);
DELETE FROM capture_block
WHERE source_id > (SELECT r.last_source FROM run r WHERE r.run_id = $1);
DELETE FROM order_block
WHERE source_id > (SELECT r.last_source FROM run r WHERE r.run_id = $1);
DELETE FROM malformed_item
WHERE source_id > (SELECT r.last_source FROM run r WHERE r.run_id = $1);
DELETE FROM bad_signature
WHERE source_id > (SELECT r.last_source FROM run r WHERE r.run_id = $1);
UPDATE bad_signature SET good_in = NULL
WHERE good_in > (SELECT r.last_source FROM run r WHERE r.run_id = $1);
UPDATE unread SET read_in = NULL
WHERE read_in > (SELECT r.last_source FROM run r WHERE r.run_id = $1);
UPDATE reject SET read_in = NULL
WHERE read_in > (SELECT r.last_source FROM run r WHERE r.run_id = $1);
UPDATE request SET good_in = NULL
WHERE good_in > (SELECT r.last_source FROM run r WHERE r.run_id = $1);
DELETE FROM reject
WHERE source_id > (SELECT r.last_source FROM run r WHERE r.run_id = $1);
DELETE FROM series_day
WHERE (SELECT COALESCE(n.commit_no, 9223372036854775807) FROM run n WHERE n.run_id = series_day.run_id) > (SELECT r.commit_no FROM run r WHERE r.run_id = $1);
DELETE FROM series_hole
WHERE (SELECT COALESCE(n.commit_no, 9223372036854775807) FROM run n WHERE n.run_id = series_hole.run_id) > (SELECT r.commit_no FROM run r WHERE r.run_id = $1);
DELETE FROM replaced_source
WHERE by_source > (SELECT r.last_source FROM run r WHERE r.run_id = $1);
DELETE FROM named_trade
WHERE source_id > (SELECT r.last_source FROM run r WHERE r.run_id = $1);
DELETE FROM unread
WHERE source_id > (SELECT r.last_source FROM run r WHERE r.run_id = $1);
DELETE FROM order_row
WHERE source_id > (SELECT r.last_source FROM run r WHERE r.run_id = $1);
DELETE FROM line_verdict
WHERE source_id > (SELECT r.last_source FROM run r WHERE r.run_id = $1);
DELETE FROM line_mark
WHERE source_id > (SELECT r.last_source FROM run r WHERE r.run_id = $1);
DELETE FROM claim
WHERE source_id > (SELECT r.last_source FROM run r WHERE r.run_id = $1);
DELETE FROM answer_row
WHERE source_id > (SELECT r.last_source FROM run r WHERE r.run_id = $1);
DELETE FROM notification
WHERE source_id > (SELECT r.last_source FROM run r WHERE r.run_id = $1);
DELETE FROM bill_row
WHERE source_id > (SELECT r.last_source FROM run r WHERE r.run_id = $1);
DELETE FROM bill_refund
WHERE source_id > (SELECT r.last_source FROM run r WHERE r.run_id = $1);
DELETE FROM bill_period
WHERE source_id > (SELECT r.last_source FROM run r WHERE r.run_id = $1);
DELETE FROM request
WHERE origin = 'captured' AND source_id > (SELECT r.last_source FROM run r WHERE r.run_id = $1);
DELETE FROM request
WHERE origin = 'emitted'
  AND (EXISTS (SELECT 1 FROM emitted e
               JOIN run n ON n.run_id = e.run_id
               WHERE e.batch_no = request.batch_no AND e.account_id = request.account_id
                 AND (n.commit_no IS NULL OR n.commit_no > (SELECT r.commit_no FROM run r WHERE r.run_id = $1)))
       OR EXISTS (SELECT 1 FROM release x
                  WHERE x.batch_no = request.batch_no AND x.account_id = request.account_id
                    AND x.after_commit >= (SELECT r.commit_no FROM run r WHERE r.run_id = $1)));
DELETE FROM request_line
WHERE NOT EXISTS (SELECT 1 FROM request q
                  WHERE q.batch_no = request_line.batch_no AND q.account_id = request_line.account_id);
-- What people said later is gone, and what they took back later is back.
UPDATE request_line SET voided_at = a.said_at
FROM act a
JOIN act u ON u.undoes_no = a.act_no
WHERE a.kind = 'void' AND a.batch_no = request_line.batch_no AND a.account_id = request_line.account_id
  AND u.after_commit >= (SELECT r.commit_no FROM run r WHERE r.run_id = $1)
  AND request_line.voided_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM claim c
                  WHERE c.trade_no = request_line.trade_no AND c.account_id = request_line.account_id
                    AND c.batch_no = request_line.batch_no AND c.occurrence = request_line.occurrence AND c.source_id <= a.last_source);
UPDATE request SET voided_at = a.said_at
FROM act a
JOIN act u ON u.undoes_no = a.act_no
WHERE a.kind = 'void' AND a.batch_no = request.batch_no AND a.account_id = request.account_id
  AND u.after_commit >= (SELECT r.commit_no FROM run r WHERE r.run_id = $1)
  AND request.voided_at IS NULL;
DELETE FROM act
WHERE after_commit >= (SELECT r.commit_no FROM run r WHERE r.run_id = $1);
UPDATE approval SET after_commit = NULL
WHERE after_commit >= (SELECT r.commit_no FROM run r WHERE r.run_id = $1);
UPDATE request_line SET voided_at = NULL
WHERE voided_at IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM act_in_force a
                  WHERE a.kind = 'void' AND a.batch_no = request_line.batch_no AND a.account_id = request_line.account_id);
UPDATE request SET voided_at = NULL
WHERE voided_at IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM act_in_force a
                  WHERE a.kind = 'void' AND a.batch_no = request.batch_no AND a.account_id = request.account_id);
INSERT INTO claim (trade_no, account_id, batch_no, occurrence, source_id, line_no, capture_no, notify_time, amount_fen, code,
                   fee_fen, fee_code, dback, rest, witness)
SELECT w.trade_no, w.account_id, w.batch_no, w.occurrence, w.source_id, w.line_no, w.item_no, w.counted_at, w.amount_fen, w.code,
       w.fee_fen, w.fee_code, w.dback, w.rest, 'act'
FROM act_in_force a
CROSS JOIN answer_row w
WHERE a.kind IN ('succeeded', 'failed', 'submitted')
  AND w.batch_no = a.batch_no AND w.account_id = a.account_id AND w.answer_id = 'act:' || CAST(a.act_no AS TEXT)
ON CONFLICT (trade_no, account_id, batch_no, occurrence, source_id, line_no, capture_no) DO NOTHING;
DELETE FROM emitted
WHERE NOT EXISTS (SELECT 1 FROM request q
                  WHERE q.batch_no = emitted.batch_no AND q.account_id = emitted.account_id);
DELETE FROM release
WHERE after_commit >= (SELECT r.commit_no FROM run r WHERE r.run_id = $1);
DELETE FROM review
WHERE after_commit >= (SELECT r.commit_no FROM run r WHERE r.run_id = $1);
DELETE FROM repeated_batch
WHERE (SELECT COUNT(*) FROM notification n
       WHERE n.batch_no = repeated_batch.batch_no AND n.account_id = repeated_batch.account_id) < 2
  AND NOT EXISTS (SELECT 1 FROM answer_row a
                  WHERE a.batch_no = repeated_batch.batch_no AND a.account_id = repeated_batch.account_id);
-- A delivery that came later may have been sent earlier.
WITH n AS MATERIALIZED (
  SELECT c.trade_no, c.account_id, c.batch_no, c.occurrence, c.source_id, c.line_no, c.capture_no,
         COALESCE((SELECT MIN(w.notify_time) FROM redelivery w
                   WHERE w.batch_no = m.batch_no AND w.account_id = m.account_id AND w.notify_id = m.notify_id
                     AND w.digest = m.digest AND w.notify_time < m.sent_at), m.sent_at) AS earliest
  FROM notification m
  CROSS JOIN notification_trade t
  CROSS JOIN claim c
  WHERE m.notify_time <> m.sent_at
    AND t.batch_no = m.batch_no AND t.account_id = m.account_id AND t.notify_id = m.notify_id
    AND c.trade_no = t.trade_no AND c.account_id = m.account_id AND c.batch_no = m.batch_no
    AND c.source_id = m.source_id AND c.line_no = m.line_no AND c.capture_no = m.capture_no)
UPDATE claim
SET notify_time = n.earliest
FROM n
WHERE claim.trade_no = n.trade_no AND claim.account_id = n.account_id AND claim.batch_no = n.batch_no AND claim.occurrence = n.occurrence
  AND claim.source_id = n.source_id AND claim.line_no = n.line_no AND claim.capture_no = n.capture_no
  AND claim.notify_time <> n.earliest;
UPDATE notification
SET notify_time = COALESCE((SELECT MIN(w.notify_time) FROM redelivery w
                            WHERE w.batch_no = notification.batch_no AND w.account_id = notification.account_id
                              AND w.notify_id = notification.notify_id AND w.digest = notification.digest
                              AND w.notify_time < notification.sent_at), sent_at)
WHERE notify_time <> sent_at
  AND notify_time <> COALESCE((SELECT MIN(w.notify_time) FROM redelivery w
                               WHERE w.batch_no = notification.batch_no AND w.account_id = notification.account_id
                                 AND w.notify_id = notification.notify_id AND w.digest = notification.digest
                                 AND w.notify_time < notification.sent_at), sent_at)
