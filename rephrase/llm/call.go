package llm

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	"nlgserver/rephrase"
)

const (
	// maxAnswer is the size of the largest answer, in bytes. One of 256 tokens has some KiB; some
	// servers add what the model has thought.
	maxAnswer = 256 << 10
	// maxRefusal is how much of an error is read for its code, in bytes, and refusalTime for
	// how long.
	maxRefusal  = 16 << 10
	refusalTime = 200 * time.Millisecond
)

var (
	errStream   = errors.New("the answer is a stream of events")
	errTooLarge = errors.New("the answer is too large")
)

// target is a deployment as it is called.
type target struct {
	// name is that of the model, and host where it is, such as https://api.openai.com.
	name, host string
	address    string
	header     http.Header
	provider   string
	// keyFile has the key, if it may change; else it is nil.
	keyFile   *keyFile
	chat      chat
	timeout   time.Duration
	transport *http.Transport
	breaker   breaker
}

// call asks for a completion, once. It sends no request to where an answer redirects to,
// since that could take the prompt and the key elsewhere.
func (t *target) call(ctx context.Context, prompt string, now func() time.Time) (rephrase.Completion, *failure) {
	var cancel context.CancelFunc
	if t.timeout > 0 {
		ctx, cancel = context.WithTimeout(ctx, t.timeout)
	} else {
		ctx, cancel = context.WithCancel(ctx)
	}
	defer cancel()
	request, err := t.request(ctx, prompt, now())
	if err != nil {
		return rephrase.Completion{}, malformed(errors.New("the request cannot be written"))
	}
	response, err := t.transport.RoundTrip(request)
	if err != nil {
		return rephrase.Completion{}, broken(ctx, err)
	}
	// This ends the connection if the answer is not read to its end.
	defer response.Body.Close() //nolint:errcheck // it is read
	if response.StatusCode < 200 || response.StatusCode > 299 {
		defer time.AfterFunc(refusalTime, cancel).Stop()
		return rephrase.Completion{}, t.refusal(response, prompt, now())
	}
	if kind, _, _ := mime.ParseMediaType(response.Header.Get("Content-Type")); kind == "text/event-stream" {
		return rephrase.Completion{}, malformed(errStream)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	switch {
	case len(body) > maxAnswer:
		return rephrase.Completion{}, malformed(errTooLarge)
	case err != nil:
		return rephrase.Completion{}, broken(ctx, err)
	}
	c, err := readCompletion(body)
	if err != nil {
		return rephrase.Completion{}, malformed(err)
	}
	c.Model = t.name
	return c, nil
}

// refusal returns the failure of an answer that is an error.
func (t *target) refusal(response *http.Response, prompt string, now time.Time) *failure {
	f := &failure{reason: rephrase.Refused, status: response.StatusCode, cause: fmt.Errorf("HTTP status %d", response.StatusCode)}
	if f.status == http.StatusTooManyRequests || f.status == http.StatusServiceUnavailable {
		f.after = retryAfter(response.Header, now)
	}
	if f.status < 400 {
		return f // what follows is no error; after 101 it is a connection without the context's deadline
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxRefusal))
	if err != nil {
		return f // the status says enough
	}
	if code := readCode(body); code != "" && !sent(code, prompt, response.Request.Header) {
		f.cause = fmt.Errorf("HTTP status %d, %s", f.status, code)
	}
	return f
}

// sent reports whether a text is a part of what may not be shown: a server can repeat
// anything that it was sent.
func sent(text, prompt string, header http.Header) bool {
	if strings.Contains(prompt, text) {
		return true
	}
	for _, values := range header {
		for _, v := range values {
			if strings.Contains(v, text) {
				return true
			}
		}
	}
	return false
}
