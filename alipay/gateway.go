package alipay

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// URL is the GET form of a request (§4.5): the gateway's address with the
// parameters behind it, in their order.
func (ps Params) URL(gateway string) string {
	separator := "?"
	if strings.Contains(gateway, "?") {
		separator = "&"
	}
	return gateway + separator + ps.Encode()
}

// The limits of a question to the gateway.
const (
	verifyTimeout = 10 * time.Second
	maxVerifyBody = 64 // bytes of the answer: "true", "false" or "invalid"
)

// VerifyNotify asks the gateway whether it sent a notification (§8). An id is
// alive until Alipay got its "success" (§6.1), about a minute, so that the
// question serves the receiver of a notification, never an archive.
//
// It is true for the answer "true" alone, false without an error for "false".
// Any other answer, one that is longer, a redirect, a status other than 200 and
// no answer within 10 seconds are errors: nothing was verified.
func VerifyNotify(ctx context.Context, client *http.Client, gateway, partner, notifyID string) (bool, error) {
	answer, err := askGateway(ctx, client, Params{{"service", "notify_verify"}, {"partner", partner}, {"notify_id", notifyID}}.URL(gateway))
	switch {
	case err != nil:
		return false, fmt.Errorf("verify notify_id %s: %w", Quote(notifyID), err)
	case answer == "true":
		return true, nil
	case answer == "false":
		return false, nil
	}
	return false, fmt.Errorf("verify notify_id %s: the gateway answers %s, neither true nor false", Quote(notifyID), Quote(answer))
}

func askGateway(ctx context.Context, client *http.Client, url string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, verifyTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return "", err
	}
	direct := *client
	direct.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	resp, err := direct.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return "", fmt.Errorf("the gateway answers %s", resp.Status)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxVerifyBody+1))
	if err == nil && len(body) > maxVerifyBody {
		err = fmt.Errorf("the answer has more than %d bytes", maxVerifyBody)
	}
	return string(body), err
}
