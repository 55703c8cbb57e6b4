-- Everything that was written and taken away, table by table.
SELECT table_name, owner_no, row_count, sum, placed FROM digest
