-- Results come before orders: a trade whose refunds are not known yet would seem to be
-- open.
-- after: extent_part
-- $1 account_id
INSERT INTO trade_total (trade_no, account_id, refunded_fen, succeeded, answered, attested, attested_failed, attested_fen, failing)
SELECT r.trade_no, r.account_id,
       CAST(SUM(CASE r.code WHEN 'SUCCESS' THEN r.amount_fen ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE r.code WHEN 'SUCCESS' THEN 1 ELSE 0 END) AS BIGINT),
       COUNT(*),
       CAST(SUM(CASE r.witness WHEN 'act' THEN 1 ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE WHEN r.witness = 'act' AND r.code <> 'SUCCESS' THEN 1 ELSE 0 END) AS BIGINT),
       CAST(SUM(CASE WHEN r.witness = 'act' AND r.code = 'SUCCESS' THEN r.amount_fen ELSE 0 END) AS BIGINT),
       CASE WHEN MAX(CASE r.code WHEN 'SUCCESS' THEN 0 ELSE 1 END) = 0 THEN 0
            ELSE (SELECT CASE l.code WHEN 'SUCCESS' THEN 0 ELSE 1 END
                  FROM result_sent l
                  WHERE l.trade_no = r.trade_no AND l.account_id = r.account_id
                  ORDER BY l.sent_at DESC, l.notify_time DESC, l.notify_id DESC, l.batch_no DESC, l.occurrence DESC
                  LIMIT 1) END
FROM result_in r
WHERE r.account_id = $1
GROUP BY r.trade_no, r.account_id
