-- The days of which a file of requests is missing.
SELECT f.expected FROM found f WHERE f.trade_no = '' AND f.code = 'EVIDENCE_HOLE' AND SUBSTR(f.subject, 1, 9) = 'requests '
