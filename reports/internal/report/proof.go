package report

import (
	"fmt"
	"strings"

	"reconcile/ledger"
)

// maxNamed is how many days, batches or trades a sentence names.
const maxNamed = 4

// Unproven says in "zh" or else English on which days a refund may have been made that was
// not read, and what would cover them (contract 4.2, proof).
func Unproven(gaps []ledger.Cover, language string) string {
	say := Report{Language: language}.Say
	var cures []string
	for _, why := range []ledger.CoverGap{ledger.NoBill, ledger.UnknownBatch, ledger.UnknownRefund, ledger.RequestHole, ledger.BeforeStatement} {
		if of := gapsOf(gaps, why); len(of) > 0 {
			cures = append(cures, cure(why, of, say))
		}
	}
	return fmt.Sprintf(say("a refund may have been made that was not read, on %s: %s", "%s 可能有未读到的退款：%s"),
		named(ledger.DaysOf(gaps)), strings.Join(cures, say("; ", "；")))
}

// gapsOf picks the stretches that lack the same. What no bill and no statement covers lacks
// the same whether or not there is a statement.
func gapsOf(gaps []ledger.Cover, why ledger.CoverGap) (all []ledger.Cover) {
	for _, g := range gaps {
		if g.Why == why || why == ledger.BeforeStatement && g.Why == ledger.NoStatement {
			all = append(all, g)
		}
	}
	return all
}

// cure says what would cover days that lack one thing.
func cure(why ledger.CoverGap, gaps []ledger.Cover, say func(en, zh string) string) string {
	var what []string
	for _, g := range gaps {
		if g.What != "" {
			what = append(what, g.What)
		}
	}
	switch why {
	case ledger.NoBill:
		return say("download the bills that are missing; where an account has bills, they alone tell", "请下载缺少的账单；有账单的账户只以账单为准")
	case ledger.UnknownBatch:
		return fmt.Sprintf(say("bring the request log with batch %s, or the bill of its day", "请提供含批次 %s 的请求日志，或当日账单"), named(what))
	case ledger.UnknownRefund:
		return fmt.Sprintf(say("find out who refunded trade %s, and bring the bill of the whole day", "请查明交易 %s 由谁退款，并提供全日账单"), named(what))
	case ledger.RequestHole:
		return say("bring the request files that are missing, or the bills of their days", "请提供缺少的请求文件，或当日账单")
	}
	return say("bring Alipay's bills of these days; or set complete_since, which is your word that from that day on every refund of the account is submitted by this program or stands in requests:, and nobody refunds by hand at Alipay",
		"请提供这些日期的支付宝账单；或设置 complete_since，即您声明自该日起本账户的每笔退款都由本程序提交或在 requests: 之中，无人在支付宝手工退款")
}

// named lists the first of many.
func named(all []string) string {
	text := strings.Join(all[:min(len(all), maxNamed)], ", ")
	if len(all) > maxNamed {
		text += " …"
	}
	return text
}
