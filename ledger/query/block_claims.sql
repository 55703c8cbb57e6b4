-- The claims about trades, each with the first time that a run knew of what tells of it, as
-- since_result has it. The list of trades follows.
-- $1 last source of the run  $2 account_id
SELECT c.trade_no, c.source_id, c.line_no, c.batch_no, c.occurrence, c.amount_fen, CASE c.code WHEN 'SUCCESS' THEN 1 ELSE 0 END,
       CASE WHEN SUBSTR(c.notify_id, 1, 7) = 'answer:' OR SUBSTR(c.notify_id, 1, 4) = 'act:' THEN CASE WHEN c.source_id <= CAST($1 AS BIGINT) THEN c.notify_time END
            ELSE (SELECT MIN(k.notify_time) FROM capture k
                  WHERE k.batch_no = c.batch_no AND k.account_id = c.account_id AND k.notify_id = c.notify_id AND k.source_id <= CAST($1 AS BIGINT))
       END
FROM claim c
WHERE c.account_id = CAST($2 AS BIGINT) AND c.trade_no IN
