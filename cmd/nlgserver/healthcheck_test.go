package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"
)

func TestHealthcheckTarget(t *testing.T) {
	find := func(listen, cert string) (healthcheck, error) {
		h := healthcheck{certFile: cert}
		flags := pflag.NewFlagSet("healthcheck", pflag.ContinueOnError)
		flags.StringVar(&h.listen, "listen", "", "")
		if err := flags.Set("listen", listen); err != nil {
			t.Fatal(err)
		}
		return h, h.find(flags)
	}
	for _, tt := range []struct{ listen, cert, want, socket string }{
		{"127.0.0.1:5056", "", "http://127.0.0.1:5056/readyz", ""},
		{":5056", "", "http://127.0.0.1:5056/readyz", ""},
		{"0.0.0.0:80", "x.pem", "https://127.0.0.1:80/readyz", ""},
		{"[::]:80", "", "http://localhost:80/readyz", ""},
		{"[::1]:80", "", "http://[::1]:80/readyz", ""},
		{"nlg.internal:80", "", "http://nlg.internal:80/readyz", ""},
		{"unix:/run/nlg.sock", "", "http://localhost/readyz", "/run/nlg.sock"},
		{"unix:/run/nlg.sock", "x.pem", "https://localhost/readyz", "/run/nlg.sock"},
		{"", "", "http://127.0.0.1:5056/readyz", ""},
	} {
		if got, err := find(tt.listen, tt.cert); err != nil || got.url != tt.want || got.socket != tt.socket {
			t.Errorf("%+v: %s, %q, %v", tt, got.url, got.socket, err)
		}
	}
	if _, err := find("::1:5056", ""); err == nil || !strings.Contains(err.Error(), "--listen") {
		t.Errorf("a wrong address: %v", err)
	}
	t.Setenv("PORT", "8080")
	if got, err := find("", ""); err != nil || got.url != "http://127.0.0.1:8080/readyz" {
		t.Errorf("by PORT: %s, %v", got.url, err)
	}
	if got, err := find("127.0.0.1:1", ""); err != nil || got.url != "http://127.0.0.1:1/readyz" {
		t.Errorf("the flag beside PORT: %s, %v", got.url, err)
	}
}

// TestHealthcheck checks that the exit code is enough for a container manager.
func TestHealthcheck(t *testing.T) {
	ready := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/readyz", "/healthz":
		case "/slow":
			time.Sleep(300 * time.Millisecond)
		default:
			http.Error(w, "shutting down", http.StatusServiceUnavailable)
		}
	}))
	defer ready.Close()
	encrypted := httptest.NewTLSServer(ready.Config.Handler)
	defer encrypted.Close()
	address := strings.TrimPrefix(ready.URL, "http://")
	for _, tt := range []struct {
		name string
		args []string
		env  map[string]string
		want int
	}{
		{"by the environment", nil, map[string]string{"NLG_LISTEN": address}, 0},
		{"with TLS", nil, map[string]string{"NLG_LISTEN": strings.TrimPrefix(encrypted.URL, "https://"), "NLG_TLS_CERT": "x"}, 0},
		{"a server without TLS", nil, map[string]string{"NLG_LISTEN": address, "NLG_TLS_CERT": "x"}, 1},
		{"by URL", []string{"--url", ready.URL + "/healthz"}, nil, 0},
		{"unready", []string{"--url", ready.URL + "/x"}, nil, 1},
		{"too slow", []string{"--url", ready.URL + "/slow", "--timeout", "50ms"}, nil, 1},
		{"an unknown certificate", []string{"--url", encrypted.URL + "/readyz"}, nil, 1},
		{"no server", []string{"--url", "http://127.0.0.1:1/readyz"}, nil, 1},
		{"wrong use", []string{"readyz"}, nil, 2},
		{"a wrong address", []string{"--listen", "http://127.0.0.1:5056"}, nil, 2},
		{"a wrong PORT", nil, map[string]string{"PORT": "http"}, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for name, value := range tt.env {
				t.Setenv(name, value)
			}
			var out, errs bytes.Buffer
			if got := execute(context.Background(), append([]string{"healthcheck"}, tt.args...), strings.NewReader(""), &out, &errs); got != tt.want {
				t.Errorf("exit code %d, want %d: %s%s", got, tt.want, out.String(), errs.String())
			}
		})
	}
}
