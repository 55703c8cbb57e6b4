package main

import (
	"strings"
	"testing"
	"time"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/announce"
	"reconcile/ledger"
	"reconcile/reports"
)

// TestStopInMail asks that a mail names first what must not be submitted any more, in its
// subject and in its to-dos, with the commands, in the job's language.
func TestStopInMail(t *testing.T) {
	for language, want := range map[string][2]string{
		"en": {"[✗ ACT TODAY] nightly 2026-03-07: do not submit batch 20260307900001; 1 new critical finding", "What to do — operator:\n" +
			"- [now] STOP batch 20260307900001 (2 lines, 8.00): 5.00 of its money is in batch 20260306900004, which books that were restored or copied issued before. Do not submit it. → Batches\n" +
			"  reconcile batch show 20260307900001\n" +
			"  from 2026-03-08 12:00:00 on, once Alipay says that it never ran: reconcile batch void 20260307900001 --by NAME --evidence TEXT\n" +
			"\nWhat to do — finance:\n- [today] look into 1 critical finding, 1 new → Findings 2\n"},
		"zh": {"[✗ 今日处理] nightly 2026-03-07: 不得提交批次 20260307900001；新增严重异常 1 项", "需要处理 — 操作员:\n" +
			"- [立即] 停用批次 20260307900001（2 笔，8.00 元）：其中 5.00 元已在批次 20260306900004 中，由曾被恢复或复制的账簿签发。不得提交。 → 批次\n" +
			"  reconcile batch show 20260307900001\n" +
			"  2026-03-08 12:00:00 起，经支付宝确认从未执行后：reconcile batch void 20260307900001 --by NAME --evidence TEXT\n" +
			"\n需要处理 — 财务:\n- [今日] 查明严重异常 1 项，其中新增 1 项 → 异常 2\n"},
	} {
		l := readMessage(t, written(t, box(25), stopEvent(language)))
		if l.subject != want[0] {
			t.Errorf("subject %q, want %q", l.subject, want[0])
		}
		if text := strings.ReplaceAll(l.text, "\r\n", "\n"); !strings.Contains(text, want[1]) {
			t.Errorf("the mail lacks\n%s\nit says\n%s", want[1], text)
		}
	}
}

// stopEvent is the end of a run after which a batch must not be submitted any more.
func stopEvent(language string) *announce.Event {
	e := testEvent()
	s := &reports.Situation{Language: language, At: e.Run.AsOf, NewCritical: 1, Critical: 1, Stops: []ledger.Waiting{{
		BatchNo: "20260307900001", Ours: true, At: e.Run.AsOf, Lines: 2, Amount: alipay.Fen(800), Unanswered: 2, InFlight: alipay.Fen(800), Over: alipay.Fen(500),
		Causes: []ledger.Cause{{Kind: ledger.ByElsewhere, BatchNo: "20260306900004"}},
	}}}
	e.Language, e.Verdict, e.Headline, e.Tasks = language, s.Verdict(), s.Headline(), nil
	for _, k := range s.Tasks() {
		e.Tasks = append(e.Tasks, announce.Task{Say: k.Say, Who: k.Who.Words(language), By: k.By.Words(language), Commands: k.Commands(e.Run.AsOf.Add(time.Minute), language),
			See: strings.TrimSpace(k.SheetName(language) + " " + k.Rows()), Shell: k.Who != reports.Finance})
	}
	return e
}
