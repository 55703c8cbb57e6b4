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
	text              string
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
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err == nil && kind == "text/plain" {
		text, err := io.ReadAll(quotedprintable.NewReader(m.Body))
		if err != nil {
			t.Fatal(err)
		}
		l.text = string(text)
		return l
	}
	if err != nil || kind != "multipart/mixed" {
		t.Fatalf("Content-Type %q, %v", kind, err)
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return l
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(part) // quoted-printable is undone by the reader
		if err != nil {
			t.Fatalf("%v in:\n%.3000s\n…\n%s", err, message, message[max(0, len(message)-200):])
		}
		if part.FileName() == "" {
			l.text = string(body)
			continue
		}
		l.file = part.FileName()
		if l.book, err = base64.StdEncoding.DecodeString(strings.ReplaceAll(string(body), "\r\n", "")); err != nil {
			t.Fatal(err)
		}
	}
}
