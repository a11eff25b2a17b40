package llm

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"nlgserver/internal/freeport"
	"nlgserver/rephrase"
	"nlgserver/rephrase/llm/llmtest"
)

// TestRephraseNetwork is about servers that cannot be reached, or speak something else.
func TestRephraseNetwork(t *testing.T) {
	direct := dialer((&net.Dialer{}).DialContext)
	unbothered := make(chan struct{})
	t.Cleanup(func() { close(unbothered) })
	secure := llmtest.NewTLS(t)
	other := llmtest.NewTLS(t)
	plain := llmtest.New(t)
	unused, err := freeport.Take(1)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, url, ca string
		dial          dialer
		want          rephrase.Outcome
		cause         string
	}{
		{"silent", "http://" + llmtest.Silent(t), "", direct, rephrase.Timeout, "no answer in time"},
		{"silent in the handshake of TLS", "https://" + llmtest.Silent(t), "", direct, rephrase.Timeout, "no answer in time"},
		{"connecting takes for ever", "http://example.com", "", func(ctx context.Context, _, _ string) (net.Conn, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}, rephrase.Timeout, "no answer in time"},
		{"a resolver that cannot be interrupted", "http://example.com", "", func(context.Context, string, string) (net.Conn, error) {
			select {
			case <-unbothered:
			case <-time.After(far):
			}
			return nil, errors.New("too late")
		}, rephrase.Timeout, "no answer in time"},
		{"unknown host", "http://example.com", "", func(context.Context, string, string) (net.Conn, error) {
			return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", IsNotFound: true}}
		}, rephrase.Unreachable, "no such host"},
		{"resolver fails", "http://example.com", "", func(context.Context, string, string) (net.Conn, error) {
			return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "zebra", IsTemporary: true}}
		}, rephrase.Unreachable, "cannot resolve the name of the host"},
		{"nobody there", "http://" + freeport.Address(unused[0]), "", direct, rephrase.Unreachable, "connection refused"},
		{"a CA of its own", secure.URL, "", direct, rephrase.Unreachable, "unknown authority"},
		{"another CA", secure.URL, other.CAFile(t), direct, rephrase.Unreachable, "unknown authority"},
		{"another host", strings.Replace(secure.URL, "127.0.0.1", "localhost", 1), secure.CAFile(t), func(ctx context.Context, network, _ string) (net.Conn, error) {
			return direct(ctx, network, strings.TrimPrefix(secure.Root, "https://"))
		}, rephrase.Unreachable, "for another host"},
		{"the CA", secure.URL, secure.CAFile(t), direct, rephrase.Reworded, ""},
		{"TLS to HTTP", strings.Replace(plain.URL, "http:", "https:", 1), "", direct, rephrase.Unreachable, "does not speak TLS"},
		{"HTTP to TLS", strings.Replace(secure.URL, "https:", "http:", 1), "", direct, rephrase.Refused, "HTTP status 400"},
		{"old TLS", "https://" + oldTLS(t), "", direct, rephrase.Unreachable, "failed"},
		{"garbage", "http://" + says(t, "zebra zebra zebra\r\n\r\n"), "", direct, rephrase.Unreachable, "the exchange over HTTP failed"},
		{"a long header", "http://" + says(t, "HTTP/1.1 200 OK\r\nX-Long: "+strings.Repeat("zebra", maxHeader)+"\r\n\r\n"), "", direct, rephrase.Unreachable, "the exchange over HTTP failed"},
		{"endless informational answers", "http://" + says(t, strings.Repeat("HTTP/1.1 103 Early Hints\r\nLink: zebra\r\n\r\n", 10_000)), "", direct, rephrase.Unreachable, "the exchange over HTTP failed"},
		{"another protocol", "http://" + says(t, "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: zebra\r\n\r\n"), "", direct, rephrase.Refused, "HTTP status 101"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := at(c.url)
			d.Key, d.CAFile, d.Headers = secretKey, c.ca, Headers{"X-Team": secretHeader}
			client := openWith(t, Options{Deployments: []Deployment{d}}, c.dial)
			allowed := budget
			if c.want != rephrase.Timeout {
				allowed = ample
			}
			_, err := complete(t, client, secretPrompt, allowed)
			if got := reasonOf(t, err); got != c.want || err != nil && !strings.Contains(err.Error(), c.cause) {
				t.Errorf("%v: %v, want %v: %s", got, err, c.want, c.cause)
			}
			noSecrets(t, err)
			if c.want == rephrase.Timeout && !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%v does not wrap the context's error", err)
			}
		})
	}
}

// TestRephraseLongPrompt is about a server that does not take the request.
func TestRephraseLongPrompt(t *testing.T) {
	client := open(t, one("http://"+llmtest.Silent(t)))
	if _, err := complete(t, client, strings.Repeat("a long prompt ", 1_000_000), budget); reasonOf(t, err) != rephrase.Timeout {
		t.Error(err)
	}
}

// says returns the address of a server that says a text on each connection, and then waits.
func says(t *testing.T, text string) string {
	return serveEach(t, func(conn net.Conn) {
		_, _ = conn.Read(make([]byte, 4096)) // what comes does not matter
		_, _ = conn.Write([]byte(text))
	})
}

// oldTLS returns the address of a server that knows TLS 1.1 at most.
func oldTLS(t *testing.T) string {
	return serveEach(t, func(conn net.Conn) {
		cfg := &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11} //nolint:gosec // that is what is refused
		_ = tls.Server(conn, cfg).Handshake()                                          // it fails
	})
}

func serveEach(t *testing.T, serve func(net.Conn)) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			serve(conn)
			defer conn.Close()
		}
	}()
	t.Cleanup(func() {
		l.Close()
		<-done
	})
	return l.Addr().String()
}

// TestRephraseProxy checks that a proxy's refusal does not show what it has said.
func TestRephraseProxy(t *testing.T) {
	proxy := says(t, "HTTP/1.1 407 zebra lion tiger\r\n\r\n")
	// The variable itself is read once for each process, by net/http.
	client := open(t, Options{Deployments: []Deployment{at("https://example.com/v1")}})
	client.targets[0].transport.Proxy = proxyAt("http://lion:tiger@" + proxy)
	_, err := complete(t, client, secretPrompt, ample)
	if reasonOf(t, err) != rephrase.Unreachable {
		t.Error(err)
	}
	noSecrets(t, err)
}

func TestRephraseCAFile(t *testing.T) {
	dir := t.TempDir()
	empty := filepath.Join(dir, "empty.pem")
	if err := os.WriteFile(empty, []byte("no certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		filepath.Join(dir, "missing.pem"): "deployment 1: cannot read the certificates of the server",
		empty:                             "deployment 1: no certificate in",
	} {
		d := at("https://example.com/v1")
		d.CAFile = path
		if _, err := New(Options{Deployments: []Deployment{d}}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", path, err, want)
		}
	}
}
