-- code: ISSUED_ELSEWHERE
-- severity: critical
-- subject: batch
-- when: the journal, a captured request, a notification or a bill holds a batch of this program's series that the books have not issued
-- zh: 本程序序列的批次不在账簿之内（账簿曾被恢复或复制）
-- says: {actual} holds this batch of {amount}, which these books have not issued: they were restored, copied or lost, or another system uses the same numbers
-- says-zh: {actual} 中有该批次，金额 {amount}，但本账簿未曾签发：账簿曾被恢复、复制或丢失，或其他系统使用了相同的批次号
-- values: text
-- looks: batch
-- since: request
-- ends: dismiss
-- section: contract 4.1 and 4.3
-- $1 account_id  $2 batch_prefix  $3 batch_no_length
SELECT '' AS trade_no, i.batch_no, '' AS notify_id, '' AS subject,
       COALESCE(q.total_fen, m.amount_fen) AS amount_fen,
       NULL AS expected,
       CASE WHEN q.batch_no IS NULL AND EXISTS (SELECT 1 FROM capture k WHERE k.batch_no = i.batch_no AND k.account_id = $1) THEN 'a notification'
            WHEN q.batch_no IS NULL THEN 'an answer of a query'
            WHEN s.how = 'journal' THEN 'the journal'
            WHEN s.how = 'batch file' THEN 'a batch file'
            ELSE 'a captured request' END AS actual,
       q.source_id, q.line_no
FROM (SELECT n.batch_no
      FROM named_in n
      WHERE SUBSTR(n.batch_no, 9, LENGTH($2)) = $2 AND LENGTH(n.batch_no) = CAST($3 AS BIGINT) AND TRIM(n.batch_no, '0123456789') = ''
      UNION
      SELECT p.batch_no
      FROM source h
      CROSS JOIN request p
      WHERE h.how IN ('journal', 'batch file') AND p.source_id = h.source_id AND p.account_id = $1
        AND p.batch_no IN (SELECT n.batch_no FROM named_in n)) i
LEFT JOIN request q ON q.batch_no = i.batch_no AND q.account_id = $1
LEFT JOIN source s ON s.source_id = q.source_id
LEFT JOIN (SELECT t.batch_no, CAST(SUM(r.amount_fen) AS BIGINT) AS amount_fen
           FROM (SELECT j.value AS trade_no, n.batch_no FROM named_in k CROSS JOIN notification n CROSS JOIN json_each(n.trades) j
                 WHERE SUBSTR(k.batch_no, 9, LENGTH($2)) = $2 AND n.batch_no = k.batch_no AND n.account_id = $1
                   AND NOT EXISTS (SELECT 1 FROM request q WHERE q.batch_no = k.batch_no AND q.account_id = $1)
                 UNION
                 SELECT a.trade_no, a.batch_no FROM named_in k CROSS JOIN answer_row a
                 WHERE SUBSTR(k.batch_no, 9, LENGTH($2)) = $2 AND a.batch_no = k.batch_no AND a.account_id = $1
                   AND NOT EXISTS (SELECT 1 FROM request q WHERE q.batch_no = k.batch_no AND q.account_id = $1)) t
           CROSS JOIN result r
           WHERE r.trade_no = t.trade_no AND r.account_id = $1 AND r.batch_no = t.batch_no
           GROUP BY t.batch_no) m ON m.batch_no = i.batch_no
WHERE (q.batch_no IS NOT NULL OR EXISTS (SELECT 1 FROM capture k WHERE k.batch_no = i.batch_no AND k.account_id = $1)
       OR EXISTS (SELECT 1 FROM answer_row a WHERE a.batch_no = i.batch_no AND a.account_id = $1))
  AND NOT EXISTS (SELECT 1 FROM emitted e WHERE e.batch_no = i.batch_no AND e.account_id = $1)
UNION ALL
SELECT '' AS trade_no, b.batch_no, '' AS notify_id, '' AS subject, CAST(SUM(b.amount_fen) AS BIGINT) AS amount_fen,
       NULL AS expected, 'a bill' AS actual,
       MIN(b.source_id * 4294967296 + b.line_no) / 4294967296 AS source_id, MIN(b.source_id * 4294967296 + b.line_no) % 4294967296 AS line_no
FROM (SELECT n.batch_no
      FROM named_in n
      WHERE SUBSTR(n.batch_no, 9, LENGTH($2)) = $2 AND LENGTH(n.batch_no) = CAST($3 AS BIGINT) AND TRIM(n.batch_no, '0123456789') = '') i
CROSS JOIN bill_refund b
WHERE b.batch_no = i.batch_no AND b.account_id = $1
  AND NOT EXISTS (SELECT 1 FROM request q WHERE q.batch_no = b.batch_no AND q.account_id = $1)
  AND NOT EXISTS (SELECT 1 FROM capture k WHERE k.batch_no = b.batch_no AND k.account_id = $1)
  AND NOT EXISTS (SELECT 1 FROM answer_row a WHERE a.batch_no = b.batch_no AND a.account_id = $1)
GROUP BY b.batch_no
