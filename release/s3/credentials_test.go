package s3

import (
	"context"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"nlgserver/release"
)

// TestNoCredentials checks a machine that has none: what it reads may be open to everyone,
// and if it is not, the error says what is missing.
func TestNoCredentials(t *testing.T) {
	for _, name := range []string{
		"AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY", "MINIO_ACCESS_KEY", "MINIO_SECRET_KEY", "MINIO_ROOT_USER",
		"AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_PROFILE",
	} {
		t.Setenv(name, "")
	}
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", filepath.Join(t.TempDir(), "none"))
	allowed := true
	s, err := Open(t.Context(), "s3://bucket/a?endpoint=https://storage.example", Options{Transport: storage(func(r *http.Request) (*http.Response, error) {
		if r.Header.Get("Authorization") != "" {
			t.Error("a request is signed")
		}
		if !allowed {
			return fault(http.StatusForbidden, "AccessDenied")
		}
		return object("x")
	})})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Get(t.Context(), release.LiveKey, ""); err != nil {
		t.Error(err)
	}
	allowed = false
	if _, err := s.Get(t.Context(), release.LiveKey, ""); err == nil || !strings.Contains(err.Error(), "no credentials were found") {
		t.Error(err)
	}
}

// TestClosed checks that a closed store is of no use, and that its watches end.
func TestClosed(t *testing.T) {
	s := openFake(t, func(*http.Request) (*http.Response, error) { return object("x") })
	active, ended := make(chan struct{}), make(chan error, 1)
	go func() { ended <- s.Watch(context.Background(), release.LiveKey, func() { close(active) }, nil) }()
	<-active
	for range 2 {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := <-ended; err == nil {
		t.Error("a watch outlives its store")
	}
	if err := s.Put(t.Context(), release.LiveKey, nil); err == nil {
		t.Error("a closed store takes entries")
	}
}
