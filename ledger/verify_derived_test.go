package ledger_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"reconcile/alipay"
	"reconcile/ledger"
)

// manyLines is a world with blocks of several lines: batches that are told of in lines of one
// block and of others, again and otherwise, and exports of several lines.
func manyLines(t *testing.T) *world {
	w := newWorld(t)
	w.tell("order T1 10.00 due 4.00\nrequest 20260301001 2026-03-01 09:00:00 T1^6.00^x\n" +
		"notify n1 20260301001 2026-03-01 10:00:00 2 T1^6.00^SUCCESS#T2^1.00^SUCCESS\n" +
		"notify n2 20260301002 2026-03-02 10:00:00 1 T3^6.00^SUCCESS#T4^1.00^SYSTEM_ERROR$a@b.c^7^0.10^SUCCESS\n" +
		"notify n1 20260301001 2026-03-01 08:00:00 2 T1^6.00^SUCCESS#T2^1.00^SUCCESS\n" +
		"answer q1 20260301002^T4^1.00^SUCCESS")
	w.intake(ledger.Notify, func(in *ledger.Intake) error {
		for i, line := range []int64{1, 2, 3, 64, 65, 200} {
			details := trades(fmt.Sprintf("T%d^0.0%d^SUCCESS#T%d^0.07^SELLER_BALANCE_NOT_ENOUGH", 10+i, i+1, 20+i))
			c := ledger.Delivery{Line: line, Notification: alipay.Notification{
				NotifyID: fmt.Sprint("m", i), BatchNo: fmt.Sprint("2026030200", i%4), NotifyTime: w.asOf.AddDate(0, 0, -i),
				SuccessNum: 1, ResultDetails: details, Digest: alipay.NewDigest(fmt.Sprint(i)),
			}}
			c.Results, c.Bad = alipay.ParseResultDetails(details)
			if err := in.Deliver(c); err != nil {
				return err
			}
		}
		return nil
	})
	w.intake(ledger.Orders, func(in *ledger.Intake) error {
		for _, line := range []int64{1, 2, 64, 65, 300} {
			if err := in.Order(line, ledger.Order{TradeNo: trades(fmt.Sprint("T", 30+line)), Paid: alipay.Fen(100)}); err != nil {
				return err
			}
		}
		return nil
	})
	w.night()
	return w
}

// TestVerifyFindsWhatIsDerivedOtherwise alters what is derived of the evidence: the table is
// suspected when it is read, and counted then.
func TestVerifyFindsWhatIsDerivedOtherwise(t *testing.T) {
	w := manyLines(t)
	if suspected, counted := derivedApart(t, copyOf(t, w.path)); len(counted) > 0 || !slices.Equal(suspected, []string{"repeated_batch"}) {
		t.Fatalf("suspected %q, counted %q", suspected, counted)
	}
	last := " WHERE source_id = (SELECT MAX(source_id) FROM capture_block)"
	for _, c := range []struct{ alter, table string }{
		{"UPDATE notification SET trades = json_remove(trades, '$[1]') WHERE notify_id = 'n1'", "notification_trade"},
		{"UPDATE notification SET trades = json_insert(trades, '$[#]', '2026020100000099') WHERE notify_id = 'n1'", "notification_trade"},
		{"UPDATE notification SET trades = json_insert(trades, '$[#]', trades ->> '$[0]') WHERE notify_id = 'n1'", "notification_trade"},
		// Two lists change one trade for one of the other, or places: nothing is there twice, and nothing is missing.
		{trades(`UPDATE notification SET trades = CASE notify_id WHEN 'n1' THEN '["T3","T2"]' ELSE '["T1","T4"]' END WHERE notify_id IN ('n1', 'n2')`), "notification_trade"},
		{`UPDATE notify_block SET batches = json_set(batches, '$.m0', '20260302001', '$.m1', '20260302000') WHERE batches LIKE '%"m0"%'`, "notification_batch"},
		{`UPDATE notify_block SET batches = json_remove(batches, '$.m0') WHERE batches LIKE '%"m0"%'`, "notification_batch"},
		{"UPDATE capture_block SET batches = json_remove(batches, '$[0]')" + last + " AND block_no = 0", "capture_block"},
		{"UPDATE capture_block SET batches = json_insert(batches, '$[#]', 'x')" + last + " AND block_no = 0", "capture_block"},
		{"UPDATE capture_block SET batches = CASE block_no WHEN 0 THEN '[\"20260302000\",\"20260302001\",\"20260302002\",\"20260302000\"]' ELSE '[\"20260302003\"]' END" + last + " AND block_no <= 1", "capture_block"},
		{"UPDATE capture_block SET captures = captures + 1 - 2 * block_no" + last + " AND block_no <= 1", "capture_block"},
		{"UPDATE capture_block SET extra = extra + 1 - 2 * block_no" + last + " AND block_no <= 1", "capture_block"},
		{"UPDATE capture_block SET first_time = first_time - 1" + last + " AND block_no = 0", "capture_block"},
		{"UPDATE capture_block SET last_time = last_time + 1" + last + " AND block_no = 3", "capture_block"},
		{"UPDATE capture_block SET block_no = 9" + last + " AND block_no = 3", "capture_block"},
		{"DELETE FROM capture_block" + last + " AND block_no = 1", "capture_block"},
		{"UPDATE order_block SET trades = json_remove(trades, '$[0]') WHERE block_no = 0 AND source_id = (SELECT MAX(source_id) FROM order_block)", "order_block"},
		{"DELETE FROM order_block WHERE block_no = 4", "order_block"},
		{"DELETE FROM superseded", "superseded"},
		{"INSERT INTO superseded SELECT trade_no, account_id, batch_no, occurrence, source_id, line_no, capture_no FROM claim WHERE amount_fen = 1", "superseded"},
		{"INSERT INTO superseded SELECT trade_no, account_id, batch_no, occurrence, source_id, line_no, capture_no FROM claim WHERE witness IS NULL AND amount_fen = 100 AND code <> 'SUCCESS'", "superseded"},
		{"UPDATE superseded SET line_no = 99", "superseded"},
		{"DELETE FROM repeated_batch", "repeated_batch"},
		{"UPDATE claim_sum SET claims = claims + 1 WHERE code = 'SUCCESS' AND amount_fen = 1", "claim_sum"},
		{"UPDATE claim_sum SET last_time = last_time + 1", "claim_sum"},
		{"DELETE FROM claim_sum WHERE amount_fen = 1", "claim_sum"},
		{"INSERT INTO claim_sum (account_id, day_no, code, claims, amount_fen) VALUES (1, 0, 'x', 1, 0)", "claim_sum"},
		{"UPDATE notice_sum SET stated = stated + 1", "notice_sum"},
		{"DELETE FROM notice_sum", "notice_sum"},
		{"UPDATE request_sum SET requests = requests + 1", "request_sum"},
		{"UPDATE day_sum SET notifications = notifications + 1 WHERE day_no = (SELECT MIN(day_no) FROM day_sum)", "day_sum"},
		{"DELETE FROM day_sum WHERE request_lines > 0", "day_sum"},
		{"UPDATE day_sum SET request_lines = request_lines + 1", "day_sum"},
	} {
		altered := copyOf(t, w.path)
		alter(t, altered, c.alter)
		suspected, counted := derivedApart(t, altered)
		if !slices.Contains(suspected, c.table) || !slices.Contains(counted, c.table) {
			t.Errorf("%s: suspected %q, counted %q, want %s", c.alter, suspected, counted, c.table)
		}
	}
}

// derivedApart asks what is apart of a ledger, and that nothing is counted unsuspected.
func derivedApart(t tester, path string) (suspected, counted []string) {
	t.Helper()
	c := audit(t, path)
	defer c.Close()
	suspected, counted, err := ledger.DerivedApart(context.Background(), c.Ledger)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range counted {
		if !slices.Contains(suspected, name) {
			t.Errorf("%s is apart, and nobody suspects it", name)
		}
	}
	return suspected, counted
}
