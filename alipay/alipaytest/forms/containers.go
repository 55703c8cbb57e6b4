package forms

import "strings"

// pieceSize is after how many bytes container runtimes cut a line.
const pieceSize = 16 << 10

// containers are the lines of container runtimes, which cut those that are longer than
// pieceSize. What is printed before a capture is so long that it is cut in its middle.
func containers() []Form {
	return []Form{
		{Name: "cri", By: "containerd, CRI-O", Lines: true, print: each(func(c capture) string {
			return cri(long(c, c.raw.Encode()))
		})},
		{Name: "cri-json", By: "json_encode in containerd", Lines: true, print: each(func(c capture) string {
			return cri(long(c, phpJSON.object(c.ps, "", "")))
		})},
		{Name: "cri-mixed", By: "containerd with another stream between", Lines: true, print: each(func(c capture) string {
			pieces := strings.SplitAfterN(cri(long(c, c.raw.Encode())), "\n", 2)
			return pieces[0] + "2026-03-10T13:45:09.500000000+08:00 stderr F GET /health 200\n" + pieces[1]
		})},
		{Name: "cri-print_r", By: "print_r in containerd", Lines: true, print: each(func(c capture) string {
			lines := strings.Split(strings.TrimSuffix(printR(c.ps), "\n"), "\n")
			for i, line := range lines {
				lines[i] = cri(line)
			}
			return strings.Join(lines, "\n")
		})},
		{Name: "docker-pieces", By: "json-file of Docker", Lines: true, print: each(func(c capture) string {
			return dockerPieces(long(c, c.raw.Encode()))
		})},
		{Name: "docker-print_r", By: "print_r in Docker", Lines: true, print: each(func(c capture) string {
			lines := strings.SplitAfter(printR(c.ps), "\n")
			for i, line := range lines[:len(lines)-1] {
				lines[i] = dockerLine(line, goQuote)
			}
			return strings.Join(lines[:len(lines)-1], "\n")
		})},
	}
}

// long is a line whose text is cut in the middle of a capture.
func long(c capture, text string) string {
	head := c.at() + " INFO headers="
	room := pieceSize - len(head) - len(text)/2 - len(" body=")
	return head + strings.Repeat("x", max(room, 0)) + " body=" + text
}

// pieces cuts a line where container runtimes do.
func pieces(line string) []string {
	var all []string
	for len(line) > pieceSize {
		all = append(all, line[:pieceSize])
		line = line[pieceSize:]
	}
	return append(all, line)
}

func cri(line string) string {
	all := pieces(line)
	for i, piece := range all {
		mark := " stdout P "
		if i == len(all)-1 {
			mark = " stdout F "
		}
		all[i] = "2026-03-10T13:45:09.123456789+08:00" + mark + piece
	}
	return strings.Join(all, "\n")
}

func dockerPieces(line string) string {
	all := pieces(line)
	for i, piece := range all {
		if i == len(all)-1 {
			piece += "\n"
		}
		all[i] = dockerLine(piece, goQuote)
	}
	return strings.Join(all, "\n")
}
