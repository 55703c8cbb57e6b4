package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"reconcile/cmd/reconcile/internal/announce"
)

// An exim is a mail server of Debian's exim4-daemon-light, on loopback, that
// keeps what it takes in its queue.
type exim struct {
	t      *testing.T
	binary string
	config string
	ca     string // the certificate to trust
	start  int    // port of STARTTLS and PLAIN
	tls    int    // port of TLS from the first byte and LOGIN
}

// eximConfig takes mail from whoever logged in over TLS, for any recipient but
// one.
const eximConfig = `primary_hostname = mail.example.com
spool_directory = DIR/spool
log_file_path = DIR/%slog
pid_file_path = DIR/pid
keep_environment =
local_interfaces = 127.0.0.1
daemon_smtp_ports = START : IMPLICIT
tls_on_connect_ports = IMPLICIT
tls_advertise_hosts = *
tls_certificate = DIR/cert.pem
tls_privatekey = DIR/key.pem
auth_advertise_hosts = ${if eq{$tls_in_cipher}{}{}{*}}
host_lookup =
acl_smtp_rcpt = rcpt
acl_smtp_data = accept
queue_only
message_size_limit = 20M

begin acl
rcpt:
  deny message = log in first
       !authenticated = *
  deny local_parts = nobody
  accept

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_advertise_condition = ${if eq{$received_port}{START}}
  server_prompts = :
  server_condition = ${if and{{eq{$auth2}{finance}}{eq{$auth3}{pass word 密}}}}
  server_set_id = $auth2
login:
  driver = plaintext
  public_name = LOGIN
  server_advertise_condition = ${if eq{$received_port}{IMPLICIT}}
  server_prompts = Username:: : Password::
  server_condition = ${if and{{eq{$auth1}{finance}}{eq{$auth2}{pass word 密}}}}
  server_set_id = $auth1
`

// startExim starts the server, or skips the test where there is none; with
// NEED_SMTP in the environment that is a failure.
func startExim(t *testing.T) *exim {
	t.Helper()
	binary, err := exec.LookPath("exim4")
	if err != nil {
		binary, err = exec.LookPath("/usr/sbin/exim4")
	}
	if err != nil {
		if os.Getenv("NEED_SMTP") != "" {
			t.Fatal("no exim4, and NEED_SMTP asks for it: apt-get install --no-install-recommends exim4-daemon-light")
		}
		t.Skip("no exim4 on this machine")
	}
	dir := eximFolder(t)
	e := &exim{t: t, binary: binary, config: filepath.Join(dir, "exim.conf"), ca: filepath.Join(dir, "cert.pem"), start: freePort(t), tls: freePort(t)}
	writeCertificate(t, dir)
	text := strings.NewReplacer("DIR", dir, "START", fmt.Sprint(e.start), "IMPLICIT", fmt.Sprint(e.tls)).Replace(eximConfig)
	if err := os.WriteFile(e.config, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	server := exec.Command(binary, "-C", e.config, "-bdf")
	var said bytes.Buffer
	server.Stdout, server.Stderr = &said, &said
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait() // it was killed, and says so
		if t.Failed() {
			t.Logf("exim said: %s", &said)
		}
	})
	awaitPort(t, e.start)
	return e
}

// eximFolder is a folder that the server's own user may enter: where a root
// starts it, it works as that.
func eximFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "exim-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	if err := os.Mkdir(filepath.Join(dir, "spool"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{dir, filepath.Join(dir, "spool")} {
		if err := os.Chmod(path, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// freePort returns a port on loopback that nobody listens at.
func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// awaitPort waits until a server listens.
func awaitPort(t *testing.T, port int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for ctx.Err() == nil {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			conn.Close()
			return
		}
		_ = announce.Pause(ctx, 20*time.Millisecond) // the loop asks ctx
	}
	t.Fatalf("no server at port %d", port)
}

// writeCertificate writes the key and the certificate of localhost.
func writeCertificate(t *testing.T, dir string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), DNSNames: []string{"localhost"},
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{"cert.pem": {Type: "CERTIFICATE", Bytes: cert}, "key.pem": {Type: "PRIVATE KEY", Bytes: private}} {
		if err := os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(block), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// queue returns the messages that the server has taken.
func (e *exim) queue() []string {
	e.t.Helper()
	ids, err := exec.Command(e.binary, "-C", e.config, "-bpr").Output()
	if err != nil {
		e.t.Fatal(err)
	}
	var all []string
	for line := range strings.Lines(string(ids)) {
		f := strings.Fields(line)
		if len(f) < 3 || !strings.Contains(f[2], "-") {
			continue
		}
		text, err := exec.Command(e.binary, "-C", e.config, "-Mvc", f[2]).Output()
		if err != nil {
			e.t.Fatal(err)
		}
		all = append(all, string(text))
	}
	return all
}
