-- What is derived of the evidence that is left.
DELETE FROM superseded;
INSERT INTO superseded (trade_no, account_id, batch_no, occurrence, source_id, line_no, capture_no)
SELECT c.trade_no, c.account_id, c.batch_no, c.occurrence, c.source_id, c.line_no, c.capture_no
FROM (SELECT k.trade_no, k.account_id, k.batch_no, k.occurrence FROM claim k GROUP BY 1, 2, 3, 4 HAVING COUNT(*) > 1) e
CROSS JOIN claim_ranked c
WHERE c.trade_no = e.trade_no AND c.account_id = e.account_id AND c.batch_no = e.batch_no AND c.occurrence = e.occurrence
  AND EXISTS (SELECT 1 FROM claim_ranked d
              WHERE d.trade_no = c.trade_no AND d.account_id = c.account_id
                AND d.batch_no = c.batch_no AND d.occurrence = c.occurrence
                AND (d.told, d.succeeded, d.stronger, d.notify_time, d.notify_id)
                  > (c.told, c.succeeded, c.stronger, c.notify_time, c.notify_id));
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
DELETE FROM day_sum;
INSERT INTO day_sum (account_id, day_no, notifications, request_lines)
SELECT account_id, notify_time + 28800000 - (notify_time + 28800000) % 86400000, COUNT(*), 0
FROM notification
GROUP BY 1, 2
