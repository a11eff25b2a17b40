package s3

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/release"
)

// TestSign checks signatures against the examples in Amazon's documentation of Signature
// Version 4 for S3, which are of one moment.
func TestSign(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2013, time.May, 24, 0, 0, 0, 0, time.UTC)))
		s, err := Open(t.Context(), "s3://examplebucket?region=us-east-1", Options{Keys: &Keys{Access: "AKIAIOSFODNN7EXAMPLE", Secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct{ method, url, header, data, want string }{
			{
				http.MethodGet, "https://examplebucket.s3.amazonaws.com/test.txt", "Range: bytes=0-9", "",
				"f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
			},
			{
				http.MethodPut, "https://examplebucket.s3.amazonaws.com/test%24file.text", "X-Amz-Storage-Class: REDUCED_REDUNDANCY\nDate: Fri, 24 May 2013 00:00:00 GMT", "Welcome to Amazon S3.",
				"98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
			},
			{
				http.MethodGet, "https://examplebucket.s3.amazonaws.com/?lifecycle", "", "",
				"fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
			},
			{
				http.MethodGet, "https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J", "", "",
				"34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
			},
		} {
			r, err := http.NewRequestWithContext(t.Context(), c.method, c.url, nil)
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(c.header) {
				name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
				r.Header.Set(name, value)
			}
			r, err = s.client.sign(t.Context(), r, []byte(c.data), "us-east-1")
			if err != nil {
				t.Fatal(err)
			}
			if _, signature, _ := strings.Cut(r.Header.Get("Authorization"), "Signature="); signature != c.want {
				t.Errorf("%s %s: %s, want %s", c.method, c.url, signature, c.want)
			}
		}
	})
}

// TestSessionToken checks that a token goes with the keys, and is signed.
func TestSessionToken(t *testing.T) {
	s, err := Open(t.Context(), "s3://bucket?endpoint=storage.example", Options{Keys: &Keys{Access: "access", Secret: "hidden", Session: "session"}, Transport: storage(func(r *http.Request) (*http.Response, error) {
		if r.Header.Get("X-Amz-Security-Token") != "session" || !strings.Contains(r.Header.Get("Authorization"), "x-amz-security-token") {
			t.Error(r.Header)
		}
		return object("x")
	})})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Get(t.Context(), release.LiveKey, ""); err != nil {
		t.Error(err)
	}
}

// roleOnly makes an environment that has no credentials but those of a role, for which a
// handler is asked.
func roleOnly(t *testing.T, role http.HandlerFunc) {
	t.Helper()
	for _, name := range []string{
		"AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY", "MINIO_ACCESS_KEY", "MINIO_SECRET_KEY", "MINIO_ROOT_USER",
		"AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN", "AWS_PROFILE",
	} {
		t.Setenv(name, "")
	}
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", filepath.Join(t.TempDir(), "none"))
	t.Setenv("AWS_CONFIG_FILE", filepath.Join(t.TempDir(), "none"))
	t.Setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", listen(t, role))
}

// TestNewToken checks that for a token which is not valid any more the role is asked again,
// and the request sent again: once, and also one with a condition.
func TestNewToken(t *testing.T) {
	given, valid := "old", "old"
	roleOnly(t, func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `{"AccessKeyId": "role", "SecretAccessKey": "hidden", "Token": %q, "Expiration": "2126-01-01T00:00:00Z"}`, given)
	})
	var sent []string
	s, err := Open(t.Context(), "s3://bucket?endpoint=storage.example", Options{Transport: conditionsOf(func(r *http.Request) (*http.Response, error) {
		token := r.Header.Get("X-Amz-Security-Token")
		sent = append(sent, token)
		if token != valid {
			return fault(http.StatusBadRequest, "ExpiredToken")
		}
		return object("x")
	})})
	if err != nil {
		t.Fatal(err)
	}
	set := func() error {
		sent = nil
		_, err := s.Set(t.Context(), release.LiveKey, nil, "e1")
		return err
	}
	if err := set(); err != nil || strings.Join(sent, " ") != "old" {
		t.Errorf("%v, sent %q", err, sent)
	}
	valid = "new"
	if err := set(); err == nil || !strings.Contains(err.Error(), "session token") || strings.Join(sent, " ") != "old old" {
		t.Errorf("%v, sent %q", err, sent)
	}
	given = "new"
	if err := set(); err != nil || strings.Join(sent, " ") != "new" {
		t.Errorf("%v, sent %q", err, sent)
	}
	given, valid = "newer", "newer"
	if err := set(); err != nil || strings.Join(sent, " ") != "new newer" {
		t.Errorf("%v, sent %q", err, sent)
	}
}

// TestRoleOutlivesCaller checks that who gives up waiting for the credentials of a role
// does not leave the others without.
func TestRoleOutlivesCaller(t *testing.T) {
	asked, answer := make(chan struct{}), make(chan struct{})
	roleOnly(t, func(w http.ResponseWriter, _ *http.Request) {
		close(asked)
		<-answer
		_, _ = w.Write([]byte(`{"AccessKeyId": "role", "SecretAccessKey": "hidden", "Token": "session", "Expiration": "2126-01-01T00:00:00Z"}`))
	})
	s, err := Open(t.Context(), "s3://bucket?endpoint=storage.example", Options{Transport: storage(func(r *http.Request) (*http.Response, error) {
		if !strings.Contains(r.Header.Get("Authorization"), "Credential=role/") {
			t.Errorf("signed %q", r.Header.Get("Authorization"))
		}
		return object("x")
	})})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() {
		_, err := s.Get(ctx, release.LiveKey, "")
		ended <- err
	}()
	<-asked
	cancel()
	if err := <-ended; err == nil {
		t.Error("a canceled call has waited")
	}
	close(answer)
	if _, err := s.Get(t.Context(), release.LiveKey, ""); err != nil {
		t.Error(err)
	}
}
