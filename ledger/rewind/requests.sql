-- How many requests and lines are not void, now that some are gone or back.
DELETE FROM request_sum;
INSERT INTO request_sum (account_id, requests)
SELECT account_id, COUNT(*) FROM request WHERE voided_at IS NULL GROUP BY account_id;
DELETE FROM day_sum;
INSERT INTO day_sum (account_id, day_no, notifications, request_lines)
SELECT k.account_id, k.at + 28800000 - (k.at + 28800000) % 86400000, SUM(k.notifications), SUM(k.request_lines)
FROM (SELECT account_id, notify_time AS at, 1 AS notifications, 0 AS request_lines FROM notification
      UNION ALL
      SELECT account_id, refund_time, 0, 1 FROM request_line WHERE voided_at IS NULL) k
GROUP BY 1, 2;
