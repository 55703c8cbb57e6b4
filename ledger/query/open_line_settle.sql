-- The lines of ours that are open no more: void, answered, or gone.
-- $1 account_id
DELETE FROM open_line
WHERE account_id = $1
  AND NOT EXISTS (SELECT 1 FROM request_line l
                  WHERE l.trade_no = open_line.trade_no AND l.account_id = open_line.account_id
                    AND l.batch_no = open_line.batch_no AND l.voided_at IS NULL
                    AND NOT EXISTS (SELECT 1 FROM claim c
                                    WHERE c.trade_no = l.trade_no AND c.account_id = l.account_id
                                      AND c.batch_no = l.batch_no AND c.occurrence = l.occurrence))
