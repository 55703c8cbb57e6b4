package alipaytest

import (
	"fmt"
	"html/template"
	"io"
	"net/http"

	"reconcile/alipay"
)

// pageText is every page: of a batch to confirm (§2, step 2), of one that was
// accepted (step 3), of a refusal.
const pageText = `<!DOCTYPE html>
<html lang="zh">
<meta charset="utf-8">
<title>{{.Title}}</title>
{{with .Code}}<p>错误代码 <strong id="error">{{.}}</strong></p>{{end}}
{{with .Text}}<p id="reason">{{.}}</p>{{end}}
{{if .Accepted}}<p id="accepted">退款申请提交成功</p>{{end}}
{{if .Token}}<table>
<caption>批次号 <b id="batch_no">{{.BatchNo}}</b></caption>
<thead><tr><th>交易号</th><th>退款金额 (元)</th><th>退款理由</th></tr></thead>
<tbody id="lines">{{range .Lines}}
<tr><td>{{.TradeNo}}</td><td>{{.Amount}}</td><td>{{.Reason}}</td></tr>{{end}}
</tbody>
</table>
<p>总计：<span id="count">{{len .Lines}}</span> 笔，交易退款 <span id="total">{{.Total}}</span> 元</p>
<form method="post" action="/confirm.do">
<input type="hidden" name="token" value="{{.Token}}">
<label>支付密码 <input type="password" autocomplete="off"></label>
<button id="confirm">确认</button>
</form>{{end}}
</html>
`

// A page is what pageText shows.
type page struct {
	Title, Code, Text, BatchNo, Token string
	Accepted                          bool
	Lines                             []Line
	Total                             alipay.Money
}

type pages struct{ template *template.Template }

func newPages() (*pages, error) {
	t, err := template.New("page").Parse(pageText)
	if err != nil {
		return nil, fmt.Errorf("the page: %w", err)
	}
	return &pages{t}, nil
}

func (p *pages) show(w http.ResponseWriter, what page) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if err := p.template.Execute(w, what); err != nil {
		panic(http.ErrAbortHandler) // the reader has gone
	}
}

func (p *pages) password(w http.ResponseWriter, sub Submission, lines []Line, total alipay.Money) {
	p.show(w, page{Title: "支付密码", BatchNo: sub.BatchNo, Token: sub.Token, Lines: lines, Total: total})
}

func (p *pages) refused(w http.ResponseWriter, code, text string) {
	p.show(w, page{Title: "错误", Code: code, Text: text})
}

func (p *pages) accepted(w http.ResponseWriter) { p.show(w, page{Title: "成功", Accepted: true}) }

func (p *pages) text(w http.ResponseWriter, answer string) {
	w.Header().Set("Content-Type", "text/plain")
	if _, err := io.WriteString(w, answer); err != nil {
		panic(http.ErrAbortHandler) // the reader has gone
	}
}
