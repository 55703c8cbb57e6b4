-- Refunds in bills that no notification reports, but those that a person says are so.
-- after: extent_part
-- $1 account_id
INSERT INTO trade_total (trade_no, account_id, unclaimed)
SELECT b.trade_no, b.account_id, COUNT(*)
FROM bill_in b
WHERE b.account_id = $1
  AND NOT EXISTS (SELECT 1 FROM claim c
                  WHERE c.trade_no = b.trade_no AND c.account_id = b.account_id AND c.batch_no = b.batch_no)
  AND NOT EXISTS (SELECT 1
                  FROM act_in_force a
                  LEFT JOIN act_lapsed x ON x.act_no = a.act_no
                  WHERE a.kind = 'dismiss' AND a.code = 'BILL_UNKNOWN' AND a.trade_no = b.trade_no AND a.account_id = b.account_id
                    AND a.batch_no = b.batch_no AND x.act_no IS NULL)
GROUP BY b.trade_no, b.account_id
ON CONFLICT (trade_no, account_id) DO UPDATE SET unclaimed = excluded.unclaimed
