package main

import (
	"net/smtp"

	"reconcile/alipay"
)

// A loginAuth logs in by LOGIN, which net/smtp has not.
type loginAuth struct {
	user     string
	password alipay.Secret
	asked    int
}

// Start begins, over TLS or on this machine alone.
func (a *loginAuth) Start(server *smtp.ServerInfo) (string, []byte, error) {
	if !server.TLS && !isLocal(server.Name) {
		return "", nil, refuse("the login would not be encrypted")
	}
	return "LOGIN", nil, nil
}

// Next answers the two questions of a server, however it words them.
func (a *loginAuth) Next(_ []byte, more bool) ([]byte, error) {
	if !more {
		return nil, nil
	}
	a.asked++
	switch a.asked {
	case 1:
		return []byte(a.user), nil
	case 2:
		return []byte(a.password.Reveal()), nil
	}
	return nil, refuse("it asks for more than a user and a password")
}
