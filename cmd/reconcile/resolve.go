package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"reconcile/alipay"
	"reconcile/cmd/reconcile/internal/config"
	"reconcile/cmd/reconcile/internal/hint"
	"reconcile/ledger"
	"reconcile/words"
)

// newResolveCommand is the group of commands that say what no input can tell.
func newResolveCommand(p *program) *cobra.Command {
	cmd := &cobra.Command{Use: "resolve", Short: "say what became of a line or a trade, where no input can tell", Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd.AddCommand(newResolveLineCommand(p), newResolveTradeCommand(p))
	return cmd
}

// newResolveLineCommand records what became of a line of a batch.
func newResolveLineCommand(p *program) *cobra.Command {
	s, line := &saying{p: p, command: "resolve line"}, lineSettings{}
	cmd := p.command("line BATCH_NO TRADE_NO", "record what a person learnt of a line that has no result", twoArgs,
		func(ctx context.Context, args []string) error { return resolveLine(ctx, s, args[0], args[1], line) })
	cmd.Long = "Record what a person learnt of a line of a batch that has no result: that it succeeded, or that it\n" +
		"failed and with which error code. It counts like a result, and every report tells it apart from what\n" +
		"Alipay said itself. A result that comes later and says other is the finding RESULT_CONTRADICTS_ACT."
	s.bind(cmd.Flags())
	line.bind(cmd.Flags())
	return cmd
}

func resolveLine(ctx context.Context, s *saying, batch, trade string, line lineSettings) error {
	if line.succeeded == (line.failed != "") {
		return &hint.UsageError{Err: words.Errorf("resolve line needs one of --succeeded and --failed CODE")}
	}
	return s.record(ctx, func(_ context.Context, c *config.Config, _ *ledger.Ledger) (*config.Job, ledger.Statement, error) {
		st := ledger.Statement{Kind: ledger.ActSucceeded, BatchNo: batch, TradeNo: trade}
		j, err := oneJob(c, s.job)
		if err == nil && line.failed != "" {
			st.Kind, st.Code = ledger.ActFailed, line.failed
			err = knownCode(j, "--failed", line.failed)
		}
		return j, st, err
	})
}

// knownCode asks that a code is one of the account's table: a mistyped one would hold the
// trade for another reason than the true one, or set it free.
func knownCode(j *config.Job, flag, code string) error {
	_, known := j.Account.Codes.Lookup(code)
	if known && code != alipay.Success {
		return nil
	}
	err := &hint.UsageError{Err: words.Errorf("%s %s: no error code of the table%s", flag, alipay.Quote(code), hint.Suggest(strings.ToUpper(code), names(j.Account.Codes)))}
	return hint.With(err, "reconcile codes lists the table; error_codes: in the configuration gives a new code a class")
}

// newResolveTradeCommand records what a person knows of a trade.
func newResolveTradeCommand(p *program) *cobra.Command {
	s, trade := &saying{p: p, command: "resolve trade"}, tradeSettings{}
	cmd := p.command("trade TRADE_NO", "record what a person knows of a trade: what was given elsewhere, paid, never refunded, or may be refunded", oneArg,
		func(ctx context.Context, args []string) error { return resolveTrade(ctx, s, args[0], trade) })
	cmd.Long = "Record what a person knows of a trade, one thing at a time.\n\n" +
		"--elsewhere: the buyer was given that much another way, or has forgone it: so much less is owed.\n" +
		"--paid: that much was paid, where exports disagree (ORDER_CONFLICT); an export that says other\n" +
		"opens it again.\n" +
		"--unrefunded: nothing was refunded until now that the books do not know (NO_PROOF).\n" +
		"--allow: the next batch may refund that much at most, once, though a code or a cap holds it\n" +
		"(UNKNOWN_CODE, INVESTIGATE_CODE, FIX_FIRST_CODE, ABOVE_CAP)."
	s.bind(cmd.Flags())
	trade.bind(cmd.Flags())
	return cmd
}

func resolveTrade(ctx context.Context, s *saying, trade string, said tradeSettings) error {
	st, err := said.statement()
	if err != nil {
		return err
	}
	st.TradeNo = trade
	return s.record(ctx, func(_ context.Context, c *config.Config, _ *ledger.Ledger) (*config.Job, ledger.Statement, error) {
		j, err := oneJob(c, s.job)
		return j, st, err
	})
}

// statement is what the flags say, which has to be one thing.
func (s tradeSettings) statement() (st ledger.Statement, err error) {
	given := 0
	for _, f := range []struct {
		kind   ledger.ActKind
		amount string
	}{{ledger.ActElsewhere, s.elsewhere}, {ledger.ActPaid, s.paid}, {ledger.ActAllow, s.allow}} {
		if f.amount == "" {
			continue
		}
		given++
		st.Kind = f.kind
		if st.Amount, err = alipay.ParseMoney(f.amount); err == nil && st.Amount.Sign() <= 0 {
			err = words.Errorf("not above zero: %s", f.amount)
		}
		if err != nil {
			return st, &hint.UsageError{Err: words.Errorf("--%s: %w", f.kind, err)}
		}
	}
	if s.unrefunded {
		given++
		st.Kind = ledger.ActUnrefunded
	}
	if given != 1 {
		return st, &hint.UsageError{Err: words.Errorf("resolve trade needs one of --elsewhere AMOUNT, --paid AMOUNT, --unrefunded and --allow AMOUNT")}
	}
	return st, nil
}
