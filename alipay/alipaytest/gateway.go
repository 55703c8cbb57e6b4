package alipaytest

import (
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
