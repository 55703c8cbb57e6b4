package postgres_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"reconcile/ledger/internal/store"
)

// Values that are copied in come out as they went in, but for what a text cannot hold.
func TestCopiedValues(t *testing.T) {
	db, ctx := open(t, "plain"), t.Context()
	type name string
	rows, want := [][]any{
		{int64(math.MinInt64), "", []byte{}},
		{math.MaxInt, "a\x00b\xff", []byte{0, 255}},
		{true, name("退款"), nil},
		{nil, nil, "x"},
	}, []string{"-9223372036854775808 '' ''", "9223372036854775807 'a␀b\uFFFD' '00ff'", "1 '退款' -", "- - '78'"}
	err := db.Update(ctx, func(tx store.Tx) error {
		if _, err := tx.ExecContext(ctx, "CREATE TEMPORARY TABLE sample (place BIGINT, number BIGINT, words TEXT, bytes BYTEA)"); err != nil {
			return err
		}
		in, err := tx.Inserter(ctx, "INSERT INTO sample (place, number, words, bytes) VALUES\n", "", 4)
		if err != nil {
			return err
		}
		for i, r := range rows {
			if err := in.Add(append([]any{i}, r...)...); err != nil {
				return err
			}
		}
		if err := in.Add(9, 1.5, "", nil); err == nil {
			return fmt.Errorf("a number that is not whole is taken")
		}
		if err := in.Flush(); err != nil {
			return err
		}
		const read = `SELECT COALESCE(s.number::TEXT, '-') || ' ' || COALESCE(QUOTE_LITERAL(s.words), '-') || ' ' || COALESCE(QUOTE_LITERAL(ENCODE(s.bytes, 'hex')), '-') FROM sample s ORDER BY s.place`
		var got []string
		for rows, err := range store.Rows(ctx, tx, "sample", read) {
			if err != nil {
				return err
			}
			got = append(got, "")
			if err := rows.Scan(&got[len(got)-1]); err != nil {
				return err
			}
		}
		if !slices.Equal(got, want) {
			return fmt.Errorf("got %q, want %q", got, want)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
