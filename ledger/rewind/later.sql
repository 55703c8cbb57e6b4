-- What came after a run.
-- $1 run_id
DELETE FROM capture
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
UPDATE request_line SET voided_at = NULL
WHERE EXISTS (SELECT 1 FROM batch_void v
              WHERE v.batch_no = request_line.batch_no AND v.account_id = request_line.account_id
                AND v.after_commit >= (SELECT r.commit_no FROM run r WHERE r.run_id = $1));
UPDATE request SET voided_at = NULL
WHERE EXISTS (SELECT 1 FROM batch_void v
              WHERE v.batch_no = request.batch_no AND v.account_id = request.account_id
                AND v.after_commit >= (SELECT r.commit_no FROM run r WHERE r.run_id = $1));
DELETE FROM batch_void
WHERE after_commit >= (SELECT r.commit_no FROM run r WHERE r.run_id = $1);
DELETE FROM emitted
WHERE NOT EXISTS (SELECT 1 FROM request q
                  WHERE q.batch_no = emitted.batch_no AND q.account_id = emitted.account_id);
DELETE FROM release
WHERE after_commit >= (SELECT r.commit_no FROM run r WHERE r.run_id = $1);
DELETE FROM review
WHERE EXISTS (SELECT 1 FROM run n
              WHERE n.run_id = review.after_run AND n.commit_no >= (SELECT r.commit_no FROM run r WHERE r.run_id = $1));
DELETE FROM repeated_batch
WHERE (SELECT COUNT(*) FROM capture k
       JOIN notification n ON n.notify_id = k.notify_id AND n.account_id = k.account_id AND n.source_id = k.source_id AND n.line_no = k.line_no AND n.capture_no = k.capture_no
       WHERE k.batch_no = repeated_batch.batch_no AND k.account_id = repeated_batch.account_id) < 2
  AND NOT EXISTS (SELECT 1 FROM answer_row a
                  WHERE a.batch_no = repeated_batch.batch_no AND a.account_id = repeated_batch.account_id);
DELETE FROM batch_trade
WHERE NOT EXISTS (SELECT 1 FROM claim c
                  WHERE c.trade_no = batch_trade.trade_no AND c.account_id = batch_trade.account_id
                    AND c.batch_no = batch_trade.batch_no);
-- A delivery that came later may have been sent earlier.
UPDATE notification
SET notify_time = m.earliest
FROM (SELECT c.notify_id, c.account_id, c.digest, MIN(c.notify_time) AS earliest
      FROM capture c
      GROUP BY c.notify_id, c.account_id, c.digest) m
WHERE m.notify_id = notification.notify_id AND m.account_id = notification.account_id
  AND m.digest = notification.digest AND m.earliest <> notification.notify_time;
UPDATE claim
SET notify_time = n.notify_time
FROM notification n
WHERE n.notify_id = claim.notify_id AND n.account_id = claim.account_id AND n.notify_time <> claim.notify_time;
-- What is derived of all that.
DELETE FROM superseded;
INSERT INTO superseded (trade_no, account_id, batch_no, occurrence, notify_id)
SELECT c.trade_no, c.account_id, c.batch_no, c.occurrence, c.notify_id
FROM claim c
WHERE EXISTS (SELECT 1 FROM claim d
              WHERE d.trade_no = c.trade_no AND d.account_id = c.account_id
                AND d.batch_no = c.batch_no AND d.occurrence = c.occurrence
                AND (CASE SUBSTR(d.notify_id, 1, 7) WHEN 'answer:' THEN 0 ELSE 1 END, CASE d.code WHEN 'SUCCESS' THEN 1 ELSE 0 END, d.notify_time, d.notify_id)
                  > (CASE SUBSTR(c.notify_id, 1, 7) WHEN 'answer:' THEN 0 ELSE 1 END, CASE c.code WHEN 'SUCCESS' THEN 1 ELSE 0 END, c.notify_time, c.notify_id));
DELETE FROM claim_sum;
INSERT INTO claim_sum (account_id, day_no, code, claims, amount_fen, fee_back_fen, fee_failed_fen, first_time, last_time)
SELECT account_id, notify_time + 28800000 - (notify_time + 28800000) % 86400000, code, COUNT(*), SUM(amount_fen),
       SUM(CASE fee_code WHEN 'SUCCESS' THEN fee_fen ELSE 0 END), SUM(CASE fee_code WHEN 'SUCCESS' THEN 0 ELSE COALESCE(fee_fen, 0) END),
       MIN(notify_time), MAX(notify_time)
FROM claim
GROUP BY 1, 2, 3;
DELETE FROM notice_sum;
INSERT INTO notice_sum (account_id, notifications, stated, counted)
SELECT account_id, COUNT(*), SUM(success_num), SUM(successes) FROM notification GROUP BY account_id;
