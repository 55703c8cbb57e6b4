-- Whether the books hold any evidence.
SELECT EXISTS (SELECT 1 FROM source)
