-- Whether the books hold any answer of a query.
SELECT EXISTS (SELECT 1 FROM answer_row)
