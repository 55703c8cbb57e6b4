package alipaytest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"reconcile/alipay"
)

// A Submission is one request that reached the gateway, refused or not.
type Submission struct {
	At          time.Time
	Query, Body string // raw; a GET has no body
	BatchNo     string // as stated
	Code, Text  string // why it was refused; empty where the password page was shown
	Token       string // confirms the page; empty where it was refused
	// References are the character references in detail_data ("&#128512;"), which
	// are plain text to Alipay: a browser had no byte for a character.
	References []string
}

// A session is an open password page.
type session struct {
	request *request
	until   time.Time // it can be confirmed before this moment
}

// A refusal is a code of §9 with the reason in words.
type refusal struct{ code, text string }

func refuse(code, format string, args ...any) *refusal {
	return &refusal{code, fmt.Sprintf(format, args...)}
}

// Submit is what the gateway does with a form or a URL: it opens a password page
// or refuses with the first rule that is broken. Query and body are as raw as in
// HTTP.
func (s *Server) Submit(query, body string) Submission {
	s.mu.Lock()
	defer s.mu.Unlock()
	sub := Submission{At: s.now.In(alipay.Shanghai()), Query: query, Body: body}
	r, refused := s.read(query, body)
	sub.BatchNo, sub.References = r.params.Get("batch_no"), r.references
	if refused != nil {
		sub.Code, sub.Text = refused.code, refused.text
	} else {
		sub.Token = s.id("page", fmt.Sprint(len(s.submissions)))
		s.opened[sub.Token] = &session{r, s.endOfDay().Add(s.config.Session)}
	}
	s.submissions = append(s.submissions, sub)
	return sub
}

// Submissions are all so far, in their order.
func (s *Server) Submissions() []Submission {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.submissions)
}

func (s *Server) endOfDay() time.Time {
	y, m, d := s.now.In(alipay.Shanghai()).Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, alipay.Shanghai())
}

// signText is the string that is signed (§7.1.2): "k=v" of every parameter with
// a value but sign and sign_type, sorted, joined by "&".
func signText(ps alipay.Params) string {
	var pairs []string
	for _, p := range ps {
		if p.Value != "" && p.Name != "sign" && p.Name != "sign_type" {
			pairs = append(pairs, p.Name+"="+p.Value)
		}
	}
	slices.Sort(pairs)
	return strings.Join(pairs, "&")
}
