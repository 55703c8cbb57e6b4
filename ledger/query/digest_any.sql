-- Whether the books have digests, or a run whose head is of some.
SELECT CASE WHEN EXISTS (SELECT 1 FROM digest) OR EXISTS (SELECT 1 FROM run r WHERE r.proof > 0) THEN 1 ELSE 0 END
