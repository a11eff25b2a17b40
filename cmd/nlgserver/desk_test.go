package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"

	"nlgserver/desk"
	"nlgserver/internal/source/demo"
)

func demoDesk(t *testing.T) *desk.Desk {
	t.Helper()
	src, err := demo.Source()
	if err != nil {
		t.Fatal(err)
	}
	d, err := desk.New(desk.Config{Source: src})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// TestDeskStops checks that the desk stops with a page open, without cutting its stream
// off.
func TestDeskStops(t *testing.T) {
	d := demoDesk(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- serveDesk(ctx, listener, d, slog.New(slog.DiscardHandler)) }()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	defer client.CloseIdleConnections()
	base := "http://" + listener.Addr().String()
	for _, path := range []string{d.NewLink(), "/api/desk/v1/events"} {
		reply, err := client.Get(base + path)
		if err != nil || reply.StatusCode != http.StatusOK {
			t.Fatal(err, reply)
		}
		defer reply.Body.Close()
		if !strings.HasSuffix(path, "events") {
			continue
		}
		lines := bufio.NewScanner(reply.Body)
		lines.Scan()
		stop()
		for lines.Scan() {
		}
		if err := lines.Err(); err != nil {
			t.Error("the stream was cut off:", err)
		}
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// pressed is a terminal on which somebody presses Enter. In between, the program is in the
// background for a while.
type pressed struct{ left int }

func (p *pressed) Read(b []byte) (int, error) {
	p.left--
	switch {
	case p.left < 0:
		return 0, io.EOF
	case p.left%2 == 0:
		return 0, &os.PathError{Op: "read", Path: "/dev/stdin", Err: syscall.EIO}
	}
	return copy(b, "\n"), nil
}

// TestRenewLinks checks that each line of the terminal gets another link.
func TestRenewLinks(t *testing.T) {
	d := demoDesk(t)
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		cmd := newDesk()
		cmd.SetIn(&pressed{left: 6})
		cmd.SetErr(&out)
		renewLinks(cmd, "http://127.0.0.1:5057", d)
		links := map[string]bool{}
		for _, link := range regexp.MustCompile(`(?m)^Open http://127\.0\.0\.1:5057/desk/open\?key=(\S{43})$`).FindAllStringSubmatch(out.String(), -1) {
			links[link[1]] = true
		}
		if len(links) != 3 {
			t.Error(out.String())
		}
	})
}

// TestIsTerminal checks that a desk without a terminal does not promise a new link.
func TestIsTerminal(t *testing.T) {
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	file, err := os.Create(filepath.Join(t.TempDir(), "a"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if isTerminal(null) || isTerminal(file) || isTerminal(strings.NewReader("")) {
		t.Error("a terminal")
	}
}

// TestTitle checks what an assistant is called.
func TestTitle(t *testing.T) {
	for path, want := range map[string]string{
		"/srv/bank/domain": "bank", "/srv/bank/domain.yml": "bank", "/srv/bank/data/responses/": "bank", "/srv/bank": "bank", "/": "Responses", "/domain": "Responses",
	} {
		if got := titleOf([]string{path}); got != want {
			t.Errorf("%s: %s", path, got)
		}
	}
}
