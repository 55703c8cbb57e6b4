package logs

import (
	"encoding/json"
	"strings"
)

// A piece is what a container runtime has made of a line: CRI logs mark the pieces of a
// long line with P and the last one with F; the logs of docker's json-file have no line end
// in the text of a piece.
type piece struct {
	stream string // stdout or stderr; empty for a line that no runtime wrote
	cut    bool   // the line goes on in the next piece of the stream
	from   int    // where its text begins in a CRI log
	bare   bool   // what the runtime has added was taken away
}

// pieceOf returns the piece that a line is.
func pieceOf(text string) piece {
	switch {
	case len(text) > 30 && text[4] == '-' && text[10] == 'T':
		return criPiece(text)
	case strings.HasPrefix(text, `{"log":"`):
		return dockerPiece(text)
	}
	return piece{}
}

// criPiece reads the head of a line: time, stream, tag.
func criPiece(text string) piece {
	head := text[:min(len(text), 64)]
	at := strings.IndexByte(head, ' ')
	for _, stream := range [...]string{"stdout", "stderr"} {
		if rest := head[at+1:]; at > 0 && strings.HasPrefix(rest, stream+" ") && len(rest) > len(stream)+2 {
			tag, _, ok := strings.Cut(rest[len(stream)+1:], " ")
			kind, _, _ := strings.Cut(tag, ":")
			if ok && (kind == "P" || kind == "F") {
				return piece{stream: stream, cut: kind == "P", from: at + 1 + len(stream) + 1 + len(tag) + 1}
			}
		}
	}
	return piece{}
}

// dockerPiece reads a line of docker's json-file.
func dockerPiece(text string) piece {
	at := strings.LastIndex(text, `","stream":"`)
	if at < 0 {
		return piece{}
	}
	stream, _, _ := strings.Cut(text[at+len(`","stream":"`):], `"`)
	return piece{stream: stream, cut: !strings.HasSuffix(text[:at], `\n`)}
}

// unwrap returns the text of a piece without what the runtime has added. What it returns
// is not unwrapped again.
func (p *piece) unwrap(text string) string {
	if p.bare || p.stream == "" {
		return text
	}
	if p.bare = true; p.from > 0 {
		return text[p.from:]
	}
	var line struct {
		Log string `json:"log"`
	}
	if json.Unmarshal([]byte(text), &line) != nil {
		return text
	}
	return strings.TrimSuffix(line.Log, "\n")
}
