package s3

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"nlgserver/release"
)

const objectDate = "Mon, 02 Nov 2026 10:00:00 GMT"

// storage answers requests without a network.
type storage func(r *http.Request) (*http.Response, error)

func (s storage) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			return nil, err
		}
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return s(r)
}

func openFake(t *testing.T, s storage) *Store {
	t.Helper()
	opened, err := Open(t.Context(), "s3://bucket/a?endpoint=http://storage.example", Options{Keys: &Keys{Access: "access", Secret: "hidden"}, Transport: s})
	if err != nil {
		t.Fatal(err)
	}
	return opened
}

func respond(status int, body string, headers ...string) (*http.Response, error) {
	r := &http.Response{StatusCode: status, Status: http.StatusText(status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{
		"Date": {"Mon, 02 Nov 2026 10:00:07 GMT"},
	}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body))}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r, nil
}

func fault(status int, code string) (*http.Response, error) {
	return respond(status, fmt.Sprintf("<Error><Code>%s</Code><Message>you sent hidden</Message></Error>", code), "Content-Type", "application/xml")
}

func object(data string) (*http.Response, error) {
	return respond(http.StatusOK, data, "ETag", `"e1"`, "Last-Modified", objectDate, "Content-Length", fmt.Sprint(len(data)))
}

// TestAge checks that no clock counts but that of the storage, in which a week can be an hour.
func TestAge(t *testing.T) {
	s := openFake(t, func(r *http.Request) (*http.Response, error) {
		if r.URL.Query().Has("list-type") {
			return respond(http.StatusOK, `<ListBucketResult><Contents><Key>a/live</Key><ETag>"e1"</ETag><LastModified>2026-11-02T10:00:00.500Z</LastModified></Contents>
				<Contents><Key>a/probe/conditional-writes</Key><ETag>"e1"</ETag><LastModified>2026-11-02T10:00:00.500Z</LastModified></Contents></ListBucketResult>`)
		}
		if r.Header.Get("If-None-Match") != "" {
			return respond(http.StatusNotModified, "", "ETag", `"e1"`, "Last-Modified", objectDate)
		}
		return object("x")
	})
	for _, known := range []release.Revision{"", "e1"} {
		e, err := s.Get(t.Context(), release.LiveKey, known)
		if err != nil || e.Age != 7*time.Second || e.Revision != "e1" || (e.Data == nil) != (known != "") {
			t.Errorf("%+v, %v", e, err)
		}
	}
	entries, err := s.List(t.Context(), "")
	if err != nil || len(entries) != 1 || entries[0].Age != 6500*time.Millisecond || entries[0].Key != release.LiveKey {
		t.Errorf("%+v, %v", entries, err)
	}
}

// TestFuture checks that what was staged before the clock of the storage was set back counts
// as old.
func TestFuture(t *testing.T) {
	staged, err := release.Encode(&release.Staged{Nonce: "n", By: "ann", Wait: 20 * time.Second}, release.Signers{})
	if err != nil {
		t.Fatal(err)
	}
	modified := ""
	s := openFake(t, func(r *http.Request) (*http.Response, error) {
		switch {
		case r.URL.Query().Has("list-type"):
			return respond(http.StatusOK, "<ListBucketResult></ListBucketResult>")
		case strings.HasSuffix(r.URL.Path, "/"+release.StagedKey):
			return respond(http.StatusOK, string(staged), "ETag", `"e1"`, "Last-Modified", modified, "Content-Length", fmt.Sprint(len(staged)))
		}
		return fault(http.StatusNotFound, "NoSuchKey")
	})
	for when, abandoned := range map[string]bool{
		"Mon, 02 Nov 2026 10:00:37 GMT": false, // another machine of the storage
		"Mon, 02 Nov 2026 11:00:07 GMT": true,
		"Sat, 02 Nov 2036 10:00:07 GMT": true,
	} {
		modified = when
		if status, err := release.ReadStatus(t.Context(), s, release.Trust{}); err != nil || status.Staged == nil || status.Abandoned != abandoned {
			t.Errorf("%s: %+v, %v", when, status, err)
		}
	}
}

// TestStray checks that what lies about in a bucket keeps nobody from listing the store, and
// that what is too large is told once.
func TestStray(t *testing.T) {
	listing := "<ListBucketResult>"
	for key, size := range map[string]int{
		"a/replicas/": 0, "a/replicas/a.json": 2, "a/replicas/a.json/": 0, "a/replicas/Not%20a.json": 1, "a/replicas/b.json~": 2,
		"a/replicas/c/d.json": 2, "a/replicas/large.json": release.MaxEntry + 1, "a/notes.txt": 2, "ab/replicas/e.json": 2,
	} {
		listing += fmt.Sprintf(`<Contents><Key>%s</Key><Size>%d</Size><ETag>"e1"</ETag><LastModified>2026-11-02T10:00:00.500Z</LastModified></Contents>`, key, size)
	}
	listing += "</ListBucketResult>"
	s := openFake(t, func(*http.Request) (*http.Response, error) { return respond(http.StatusOK, listing) })
	var told []string
	s.onStray = func(err error) { told = append(told, err.Error()) }
	for range 2 {
		entries, err := s.List(t.Context(), release.ReplicasPrefix)
		if err != nil || len(entries) != 1 || entries[0].Key != release.ReplicaKey("a") {
			t.Errorf("%+v, %v", entries, err)
		}
	}
	if len(told) != 1 || !strings.Contains(told[0], `"replicas/large.json"`) {
		t.Errorf("told %q", told)
	}
}

// TestBareNotModified checks a 304 that tells nothing: the storage is asked once more, and
// may have changed by then.
func TestBareNotModified(t *testing.T) {
	var methods []string
	var head storage
	s := openFake(t, func(r *http.Request) (*http.Response, error) {
		methods = append(methods, r.Method)
		switch {
		case r.Method == http.MethodHead:
			return head(r)
		case r.Header.Get("If-None-Match") != "":
			return respond(http.StatusNotModified, "")
		}
		return object("new")
	})
	for _, c := range []struct {
		name string
		head storage
		sent string
		data string
		err  error
	}{
		{"the same", func(*http.Request) (*http.Response, error) { return object("") }, "GET HEAD", "", nil},
		{"changed", func(*http.Request) (*http.Response, error) {
			return respond(http.StatusOK, "", "ETag", `"e2"`, "Last-Modified", objectDate)
		}, "GET HEAD GET", "new", nil},
		{"deleted", func(*http.Request) (*http.Response, error) { return respond(http.StatusNotFound, "") }, "GET HEAD", "", release.ErrNotFound},
	} {
		head, methods = c.head, nil
		e, err := s.Get(t.Context(), release.LiveKey, "e1")
		if !errors.Is(err, c.err) || err == nil && e.Age != 7*time.Second || string(e.Data) != c.data || strings.Join(methods, " ") != c.sent {
			t.Errorf("%s: %+v, %v, %v", c.name, e, err, methods)
		}
	}
}

// TestIgnoredNotModified checks a storage that sends an entry all the same.
func TestIgnoredNotModified(t *testing.T) {
	s := openFake(t, func(*http.Request) (*http.Response, error) { return object("x") })
	if e, err := s.Get(t.Context(), release.LiveKey, "e1"); err != nil || e.Data != nil {
		t.Errorf("%+v, %v", e, err)
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		name   string
		answer storage
		want   string
	}{
		{"no bucket", func(*http.Request) (*http.Response, error) { return fault(404, "NoSuchBucket") }, `bucket "bucket" does not exist at http://storage.example`},
		{"forbidden", func(*http.Request) (*http.Response, error) { return fault(403, "AccessDenied") }, "access denied: reading needs"},
		{"wrong key", func(*http.Request) (*http.Response, error) { return fault(403, "InvalidAccessKeyId") }, "does not know the access key"},
		{"wrong secret", func(*http.Request) (*http.Response, error) { return fault(403, "SignatureDoesNotMatch") }, "the secret key is not"},
		{"old token", func(*http.Request) (*http.Response, error) { return fault(400, "InvalidToken") }, "session token"},
		{"clock", func(*http.Request) (*http.Response, error) { return fault(403, "RequestTimeTooSkewed") }, "the clock of this machine"},
		{"region", func(*http.Request) (*http.Response, error) { return fault(301, "PermanentRedirect") }, "set region"},
		{"elsewhere", func(*http.Request) (*http.Response, error) { return respond(307, "") }, "check endpoint and region"},
		{"a page that is not there", func(*http.Request) (*http.Response, error) { return respond(404, "<html>hidden</html>") }, "check endpoint"},
		{"a page", func(*http.Request) (*http.Response, error) { return respond(200, "<html>hidden</html>") }, "not that of an S3 storage"},
		{"a code of its own", func(*http.Request) (*http.Response, error) { return fault(418, "it is hidden!") }, "(HTTP 418)"},
		{"no response", func(*http.Request) (*http.Response, error) { return nil, errors.New("no route") }, "cannot reach http://storage.example: no route"},
		{"too large", func(*http.Request) (*http.Response, error) {
			r, err := object("")
			r.ContentLength = release.MaxEntry + 1
			r.Header.Set("Content-Length", fmt.Sprint(r.ContentLength))
			return r, err
		}, "too large"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := openFake(t, c.answer)
				_, err := s.Get(t.Context(), release.LiveKey, "")
				if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "hidden") || errors.Is(err, release.ErrNotFound) {
					t.Errorf("%v, want %q", err, c.want)
				}
			})
		})
	}
}

// TestBody checks that a body of an unknown size ends at the limit.
func TestBody(t *testing.T) {
	for size, want := range map[int]error{0: nil, 7: nil, 8: nil, 9: errTooLong, 1 << 20: errTooLong} {
		w := &watchdog{stall: stall, timer: time.NewTimer(stall)}
		got, err := io.ReadAll(&body{from: io.NopCloser(strings.NewReader(strings.Repeat("x", size))), watch: w, left: 8})
		if !errors.Is(err, want) || len(got) > 8 || err == nil && len(got) != size {
			t.Errorf("%d bytes: %d, %v", size, len(got), err)
		}
	}
}

// conditionsOf makes a storage of one that needs not answer the question about conditions.
func conditionsOf(s storage) storage {
	return func(r *http.Request) (*http.Response, error) {
		if strings.HasSuffix(r.URL.Path, probeKey) {
			return fault(http.StatusPreconditionFailed, "PreconditionFailed")
		}
		return s(r)
	}
}

// TestThrottled checks that a storage which asks for fewer requests gets them later, and
// that no longer than the context.
func TestThrottled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		left := 4
		s := openFake(t, conditionsOf(func(*http.Request) (*http.Response, error) {
			if left--; left >= 0 {
				return fault(http.StatusServiceUnavailable, "SlowDown")
			}
			return object("x")
		}))
		if _, err := s.Set(t.Context(), release.LiveKey, []byte("x"), ""); err != nil {
			t.Error(err)
		}
		left = 4
		if e, err := s.Get(t.Context(), release.LiveKey, ""); err != nil || string(e.Data) != "x" {
			t.Errorf("%+v, %v", e, err)
		}
		left = 1e6
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		_, err := s.Get(ctx, release.LiveKey, "")
		if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "SlowDown") {
			t.Error(err)
		}
		begun := time.Now()
		if err := s.Put(t.Context(), release.LiveKey, nil); err == nil || time.Since(begun) > patience+maxWait {
			t.Errorf("%v after %v", err, time.Since(begun))
		}
	})
}

// TestUnclear checks that a write with a condition is sent once, and that its failure is
// not called a change by somebody else: not after a dropped response, not after a failure
// of the storage, and not if it was throttled before.
func TestUnclear(t *testing.T) {
	for name, first := range map[string]storage{
		"dropped": func(*http.Request) (*http.Response, error) { return nil, io.ErrUnexpectedEOF },
		"failed": func(*http.Request) (*http.Response, error) {
			return fault(http.StatusInternalServerError, "InternalError")
		},
		"bad proxy": func(*http.Request) (*http.Response, error) { return respond(http.StatusBadGateway, "<html>") },
		"throttled": func(*http.Request) (*http.Response, error) { return fault(http.StatusServiceUnavailable, "SlowDown") },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				sent := 0
				s := openFake(t, conditionsOf(func(r *http.Request) (*http.Response, error) {
					if sent++; sent == 1 {
						return first(r)
					}
					return fault(http.StatusPreconditionFailed, "PreconditionFailed")
				}))
				_, err := s.Set(t.Context(), release.LiveKey, []byte("x"), "e1")
				if err == nil || errors.Is(err, release.ErrChanged) || name != "throttled" && sent != 1 {
					t.Errorf("%v after %d requests", err, sent)
				}
			})
		})
	}
}

// TestConflict checks that two writes at one moment, of which the storage refuses one
// without an answer to its condition, have one.
func TestConflict(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sent := 0
		s := openFake(t, conditionsOf(func(*http.Request) (*http.Response, error) {
			if sent++; sent == 1 {
				return fault(http.StatusConflict, "ConditionalRequestConflict")
			}
			return fault(http.StatusPreconditionFailed, "PreconditionFailed")
		}))
		if _, err := s.Set(t.Context(), release.LiveKey, nil, "e1"); !errors.Is(err, release.ErrChanged) {
			t.Error(err)
		}
	})
}

// TestStalled checks that a storage which holds its response is given up.
func TestStalled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := openFake(t, conditionsOf(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		}))
		begun := time.Now()
		_, err := s.Set(t.Context(), release.LiveKey, nil, "")
		if !errors.Is(err, errStalled) || time.Since(begun) > stall+time.Second {
			t.Errorf("%v after %v", err, time.Since(begun))
		}
	})
}
