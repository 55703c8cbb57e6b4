package main

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"testing"
)

// mailServer starts a server that refuses every password, and returns its port.
func mailServer(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for conn, err := listener.Accept(); err == nil; conn, err = listener.Accept() {
			refusePassword(conn)
		}
	}()
	return listener.Addr().(*net.TCPAddr).Port
}

// refusePassword speaks SMTP up to the password.
func refusePassword(conn net.Conn) {
	defer conn.Close()
	fmt.Fprint(conn, "220 mail.example.com\r\n")
	for lines := bufio.NewScanner(conn); lines.Scan(); {
		switch verb, _, _ := strings.Cut(strings.ToUpper(lines.Text()), " "); verb {
		case "EHLO", "HELO":
			fmt.Fprint(conn, "250-mail.example.com\r\n250 AUTH PLAIN LOGIN\r\n")
		case "AUTH":
			fmt.Fprint(conn, "535 5.7.8 not you\r\n")
		case "QUIT":
			fmt.Fprint(conn, "221 bye\r\n")
			return
		default:
			fmt.Fprint(conn, "250 ok\r\n")
		}
	}
}
