package server

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"time"
)

// line is one connection of a client that keeps it, and sees each reply as it
// comes over the wire.
type line struct {
	net.Conn
	replies *bufio.Reader
}

// lineTo opens a connection that ends with the test.
func lineTo(t *testing.T, address string) *line {
	t.Helper()
	c := dial(t, address)
	if err := c.SetDeadline(time.Now().Add(2 * time.Minute)); err != nil {
		t.Fatal(err)
	}
	return &line{c, bufio.NewReader(c)}
}

// post sends a request and waits for its reply, which may come before all is
// sent. The headers end in CRLF each.
func (l *line) post(path, headers, body string) (answer, error) {
	const atOnce = 64 << 10
	text := requestText(path, headers, body)
	if len(text) > atOnce {
		go io.WriteString(l, text) //nolint:errcheck // the reply shows whether it worked
		return l.reply()
	}
	if _, err := io.WriteString(l, text); err != nil {
		return answer{}, err
	}
	return l.reply()
}

func requestText(path, headers, body string) string {
	return fmt.Sprintf("POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n%s", path, len(body), headers, body)
}

// reply reads the next reply.
func (l *line) reply() (answer, error) {
	reply, err := http.ReadResponse(l.replies, nil)
	if err != nil {
		return answer{}, err
	}
	defer reply.Body.Close()
	text, err := io.ReadAll(reply.Body)
	return answer{reply.StatusCode, reply.Close, reply.Header, string(text)}, err
}
