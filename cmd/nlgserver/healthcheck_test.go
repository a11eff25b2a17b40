package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestHealthcheckTarget(t *testing.T) {
	for _, tt := range []struct{ listen, cert, want string }{
		{"127.0.0.1:5056", "", "http://127.0.0.1:5056/readyz"},
		{":5056", "", "http://127.0.0.1:5056/readyz"},
		{"0.0.0.0:80", "x.pem", "https://127.0.0.1:80/readyz"},
		{"[::]:80", "", "http://localhost:80/readyz"},
		{"[::1]:80", "", "http://[::1]:80/readyz"},
		{"nlg.internal:80", "", "http://nlg.internal:80/readyz"},
	} {
		h := healthcheck{listen: tt.listen, certFile: tt.cert}
		if got, err := h.target(); err != nil || got != tt.want {
			t.Errorf("%+v: %s, %v", tt, got, err)
		}
	}
	if _, err := (&healthcheck{listen: "5056"}).target(); err == nil {
		t.Error("a port without a host is accepted")
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
