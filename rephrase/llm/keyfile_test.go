package llm

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/rephrase/llm/llmtest"
)

// keyIn writes a file with a key, and returns its path.
func keyIn(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "key.txt")
	write(t, path, text)
	return path
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestRephraseKeyFile checks that a call has the key that its file has, and that a file that
// cannot be used changes nothing and is told once, without its content.
func TestRephraseKeyFile(t *testing.T) {
	s, path, now := llmtest.New(t), keyIn(t, "first\n"), time.Unix(1000, 0)
	var log bytes.Buffer
	d := at(s.URL)
	d.Key, d.KeyFile = "first", path
	c := open(t, Options{Deployments: []Deployment{d}, Log: slog.New(slog.NewTextHandler(&log, nil)), Now: func() time.Time { return now }})
	sent := func(step string, after time.Duration, want string, lines int) {
		t.Helper()
		now = now.Add(after)
		if _, err := complete(t, c, "Hi", ample); err != nil {
			t.Fatal(err)
		}
		requests := s.Requests()
		if got := requests[len(requests)-1].Header["Authorization"]; len(got) != 1 || got[0] != "Bearer "+want {
			t.Errorf("%s: sent %q, want %q", step, got, want)
		}
		if got := strings.Count(log.String(), "\n"); got != lines {
			t.Errorf("%s: the log has %d lines, want %d:\n%s", step, got, lines, log.String())
		}
	}
	sent("as at the start", 0, "first", 0)
	write(t, path, "second\n")
	sent("too soon", keyLooks-1, "first", 0)
	sent("after a while", 1, "second", 1)
	write(t, path, "third and more")
	sent("no key", keyLooks, "second", 2)
	write(t, path, strings.Repeat("third", maxKey))
	sent("too large", keyLooks, "second", 2)
	write(t, path, "")
	sent("empty", keyLooks, "second", 2)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	sent("gone", keyLooks, "second", 2)
	write(t, path, "fourth")
	sent("back", keyLooks, "fourth", 3)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	sent("gone again", keyLooks, "fourth", 4)
	write(t, path, "fourth")
	sent("back with the former key", keyLooks, "fourth", 4)
	if err := errors.Join(os.Remove(path), os.Mkdir(path, 0o700)); err != nil {
		t.Fatal(err)
	}
	sent("a directory", keyLooks, "fourth", 5)
	for _, secret := range []string{"first", "second", "third", "fourth"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log has %q:\n%s", secret, log.String())
		}
	}
}

// TestRephraseKeyFileOfAzure checks the header that Azure has the key in.
func TestRephraseKeyFileOfAzure(t *testing.T) {
	s := llmtest.New(t)
	d := Deployment{Provider: Azure, BaseURL: s.Root, AzureDeployment: "a", APIVersion: "2024-10-21", Key: "first", KeyFile: keyIn(t, "second")}
	c := open(t, Options{Deployments: []Deployment{d}})
	if _, err := complete(t, c, "Hi", ample); err != nil {
		t.Fatal(err)
	}
	if h := s.Requests()[0].Header; h.Get("Api-Key") != "second" || h.Get("Authorization") != "" {
		t.Errorf("%v", h)
	}
}

// TestRephraseKeyFileReplaced checks that a header that takes the place of the key's stays.
func TestRephraseKeyFileReplaced(t *testing.T) {
	s := llmtest.New(t)
	d := at(s.URL)
	d.KeyFile, d.Headers = keyIn(t, "second"), Headers{"authorization": "Basic eA=="}
	c := open(t, Options{Deployments: []Deployment{d}})
	if _, err := complete(t, c, "Hi", ample); err != nil {
		t.Fatal(err)
	}
	if got := s.Requests()[0].Header.Get("Authorization"); got != "Basic eA==" {
		t.Errorf("sent %q", got)
	}
}

// TestRephraseKeyFileRefused checks that an error repeats no key that was read later.
func TestRephraseKeyFileRefused(t *testing.T) {
	s := llmtest.New(t)
	s.Fail(llmtest.StatusBody(401, `{"error": {"code": "second-key"}}`))
	d := at(s.URL)
	d.KeyFile = keyIn(t, "a-second-key")
	c := open(t, Options{Deployments: []Deployment{d}})
	if _, err := complete(t, c, "Hi", ample); err == nil || strings.Contains(err.Error(), "second") {
		t.Error(err)
	}
}

// TestRephraseKeyFileConcurrent has many calls look at once while the file changes.
func TestRephraseKeyFileConcurrent(t *testing.T) {
	path := keyIn(t, "first")
	d := Deployment{Model: "a", Key: "first", KeyFile: path}
	f := newKeyFile(&d, slog.New(slog.DiscardHandler))
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			for j := range 50 {
				if got := f.key(t.Context(), time.Unix(int64(i*j), 0)); got != "first" && got != "second" {
					t.Errorf("%q", string(got))
				}
			}
		})
	}
	next := path + ".new"
	write(t, next, "second")
	if err := os.Rename(next, path); err != nil {
		t.Fatal(err)
	}
	wait.Wait()
	f.next = time.Time{}
	if got := f.key(t.Context(), time.Unix(1e9, 0)); got != "second" {
		t.Errorf("%q", string(got))
	}
}

// TestRephraseKeyFileSlow checks that a file that does not answer delays one call, up to its
// deadline, and no other.
func TestRephraseKeyFileSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := Deployment{Model: "a", Key: "first", KeyFile: "slow"}
		f := newKeyFile(&d, slog.New(slog.DiscardHandler))
		answer := make(chan struct{})
		f.read = func(string) (Key, error) {
			<-answer
			return "second", nil
		}
		ctx, cancel := context.WithTimeout(t.Context(), budget)
		defer cancel()
		start := time.Now()
		if got := f.key(ctx, start); got != "first" || time.Since(start) != budget {
			t.Errorf("%q after %v", string(got), time.Since(start))
		}
		if got := f.key(t.Context(), start.Add(time.Hour)); got != "first" || time.Since(start) != budget {
			t.Errorf("%q after %v", string(got), time.Since(start))
		}
		close(answer)
		synctest.Wait()
		if got := f.key(t.Context(), start); got != "second" {
			t.Errorf("%q, want the key that came late", string(got))
		}
	})
}
