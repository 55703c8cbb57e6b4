package alipaytest

import (
	"fmt"
	"html/template"
	"io"
	"net/http"

	"reconcile/alipay"
)

// maxForm is the greatest form: 1000 lines with their reasons, percent-encoded.
const maxForm = 4 << 20

func (s *Server) serveURL(w http.ResponseWriter, r *http.Request) {
	if service := r.URL.Query().Get("service"); service == "notify_verify" {
		s.pages.text(w, s.VerifyNotify(r.URL.Query().Get("partner"), r.URL.Query().Get("notify_id")))
		return
	}
	s.show(w, s.Submit(r.URL.RawQuery, ""))
}

func (s *Server) serveForm(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxForm))
	if err != nil {
		http.Error(w, err.Error(), http.StatusRequestEntityTooLarge)
		return
	}
	s.show(w, s.Submit(r.URL.RawQuery, string(body)))
}

// show answers a submission with the password page, or the code that refuses it.
func (s *Server) show(w http.ResponseWriter, sub Submission) {
	if sub.Code != "" {
		s.pages.refused(w, sub.Code, sub.Text)
		return
	}
	s.mu.Lock()
	lines := s.opened[sub.Token].request.lines
	s.mu.Unlock()
	var total alipay.Money
	for _, l := range lines {
		total = total.Add(l.Amount)
	}
	s.pages.password(w, sub, lines, total)
}

func (s *Server) serveConfirm(w http.ResponseWriter, r *http.Request) {
	if code := s.Confirm(r.PostFormValue("token")); code != "" {
		s.pages.refused(w, code, "")
		return
	}
	s.pages.accepted(w)
}

// VerifyNotify is the answer to service=notify_verify (§8): "true" while the id
// is alive, "false" for any other, "invalid" where a parameter is missing or the
// partner is another.
func (s *Server) VerifyNotify(partner, notifyID string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case partner != s.config.Partner || notifyID == "":
		return "invalid"
	case s.alive[notifyID]:
		return "true"
	}
	return "false"
}

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

func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /gateway.do", s.serveURL)
	mux.HandleFunc("POST /gateway.do", s.serveForm)
	mux.HandleFunc("POST /confirm.do", s.serveConfirm)
	return mux
}
