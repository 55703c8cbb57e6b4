package main

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"
	"testing"
)

// A letter is a message as the reader of a mail sees it.
type letter struct {
	header            mail.Header
	subject, from, to string
	text, html        string
	file              string
	book              []byte
}

// readMessage reads a message as a mail program does.
func readMessage(t *testing.T, message []byte) letter {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(message))
	if err != nil {
		t.Fatalf("%v in:\n%s", err, message)
	}
	l := letter{header: m.Header}
	decoder := new(mime.WordDecoder)
	for name, into := range map[string]*string{"Subject": &l.subject, "From": &l.from, "To": &l.to} {
		if *into, err = decoder.DecodeHeader(m.Header.Get(name)); err != nil {
			t.Fatal(err)
		}
	}
	l.to = strings.ReplaceAll(l.to, "<audit@example.com>", "audit@example.com")
	if _, err := m.Header.Date(); err != nil {
		t.Errorf("Date: %v", err)
	}
	l.readPart(t, m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), "", m.Body)
	return l
}

// readPart reads a part of a message, and the parts of it.
func (l *letter) readPart(t *testing.T, kind, encoding, file string, body io.Reader) {
	t.Helper()
	kind, params, err := mime.ParseMediaType(kind)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(kind, "multipart/") {
		parts := multipart.NewReader(body, params["boundary"])
		for {
			part, err := parts.NextPart()
			if err == io.EOF {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			l.readPart(t, part.Header.Get("Content-Type"), part.Header.Get("Content-Transfer-Encoding"), part.FileName(), part)
		}
	}
	if encoding == "quoted-printable" {
		body = quotedprintable.NewReader(body)
	}
	text, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case file != "":
		l.file = file
		if l.book, err = base64.StdEncoding.DecodeString(strings.ReplaceAll(string(text), "\r\n", "")); err != nil {
			t.Fatal(err)
		}
	case kind == "text/plain":
		l.text = string(text)
	case kind == "text/html":
		l.html = string(text)
	default:
		t.Errorf("a part of type %s", kind)
	}
}
