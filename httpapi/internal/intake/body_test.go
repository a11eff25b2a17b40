package intake

import (
	"compress/gzip"
	"errors"
	"io"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"nlgserver/internal/budget"
)

// failing is a body that cannot be read.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// TestReasons checks the reason of every refused body, and that a closed body
// can be opened again.
func TestReasons(t *testing.T) {
	pool := budget.NewPool(72 << 10)
	in := New(Limits{Body: 1000, ReadTimeout: time.Minute}, pool)
	b := in.NewBody()
	var zipped strings.Builder
	w := gzip.NewWriter(&zipped)
	if _, err := io.Copy(w, io.LimitReader(endless{}, 2000)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	text := func(s string) io.Reader { return strings.NewReader(s) }
	for _, tt := range []struct {
		name     string
		body     io.Reader
		encoding string
		used     int64
		want     Reason
	}{
		{"announced too large", text(strings.Repeat("x", 1001)), "", 0, TooLarge},
		{"too large", io.LimitReader(endless{}, 1001), "", 0, TooLarge},
		{"inflates to more", text(zipped.String()), "gzip", 0, TooLarge},
		{"too slow", failing{os.ErrDeadlineExceeded}, "", 0, TooSlow},
		{"cut off", failing{io.ErrUnexpectedEOF}, "", 0, Truncated},
		{"lost", failing{errors.New("lost")}, "", 0, Unreadable},
		{"brotli", text("x"), "br", 0, UnknownEncoding},
		{"not gzip", text("not gzip at all"), "gzip", 0, BrokenEncoding},
		{"no memory", text("x"), "", 64 << 10, Refused},
	} {
		pool.Take(nil, 0, tt.used)
		pays := budget.New(budget.Limits{}, pool, nil, nil)
		r := httptest.NewRequest("POST", "/", tt.body)
		if tt.encoding != "" {
			r.Header.Set("Content-Encoding", tt.encoding)
		}
		window, err := b.Open(httptest.NewRecorder(), r, pays)
		if err == nil {
			_, err = b.Whole(window)
		}
		if e, ok := errors.AsType[*Error](err); !ok || e.Reason != tt.want || e.Error() == "" {
			t.Errorf("%s: %v", tt.name, err)
		}
		b.Close()
		pays.Close()
		pool.Give(tt.used)
		pays.Open(budget.Limits{}, pool, nil, nil)
		window, err = b.Open(httptest.NewRecorder(), httptest.NewRequest("POST", "/", text("good")), pays)
		if err == nil {
			window, err = b.Whole(window)
		}
		if string(window) != "good" || err != nil || b.BytesRead() != 4 || b.Err() != nil || b.IsLarge() {
			t.Errorf("after %s: %q, %v", tt.name, window, err)
		}
		b.Close()
		if pays.Close(); pool.Used() != 0 {
			t.Errorf("after %s: %d bytes in use", tt.name, pool.Used())
		}
	}
}
