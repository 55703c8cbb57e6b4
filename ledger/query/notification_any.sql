-- Whether there is any notification at all.
SELECT CASE WHEN EXISTS (SELECT 1 FROM notification) THEN 1 ELSE 0 END
