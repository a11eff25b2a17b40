package intake

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"nlgserver/internal/budget"
)

// TestShares checks that a body asks the share of its own request how much memory there
// is: others that have taken all the rest change nothing for it.
func TestShares(t *testing.T) {
	const own, all, mib = 16 << 20, 64 << 20, 1 << 20
	for _, tt := range []struct {
		name string
		// held is what the body's request holds, beside and others what others of its
		// share and of another one do.
		held, beside, others int64
		ahead                int64
		hurried              bool
	}{
		{"nothing is in use", 0, 0, 0, aheadAtEase, false},
		{"others have all", 2 * mib, 0, all, aheadAtEase, false},
		{"others have all, and the share half of its own", 2 * mib, 6 * mib, all, ahead, true},
		{"it has half of the share's own", 8 * mib, 0, all, ahead, false},
		{"it has all of the share's own", 16 * mib, 0, 0, aheadAtEase, false},
		{"it has more, and others much", 20 * mib, 0, 20 * mib, ahead, true},
		{"it has more, and others little", 20 * mib, 0, 2 * mib, aheadAtEase, false},
	} {
		pool := budget.NewPool(own + all)
		share, other := pool.Share(own), pool.Share(0)
		for n := int64(0); n < tt.others; n += 64 << 10 {
			other.Take(nil, 0, 64<<10)
		}
		share.Take(nil, 0, tt.beside)
		in := New(Limits{Body: 64 * mib, ReadTimeout: time.Minute, MinReadRate: 1}, pool)
		b := in.NewBody()
		pays := budget.New(budget.Limits{}, share, nil, nil)
		if _, err := b.Open(httptest.NewRecorder(), httptest.NewRequest("POST", "/", strings.NewReader("x")), pays); err != nil {
			t.Fatal(err)
		}
		if tt.held > 0 && !pays.Body(int(tt.held)) {
			t.Fatal("no memory")
		}
		if got := b.ahead(); got != tt.ahead {
			t.Errorf("%s: a window may be %d times larger, want %d", tt.name, got, tt.ahead)
		}
		now := time.Now()
		b.pace.look(now)
		b.pace.look(now.Add(time.Second))
		if hurried := b.pace.until.Equal(now.Add(time.Second + Window/sooner)); hurried != tt.hurried {
			t.Errorf("%s: it must go on within %v", tt.name, b.pace.until.Sub(now))
		}
		b.Close()
		pays.Close()
		if share.Used() != tt.beside {
			t.Errorf("%s: %d bytes are not given back", tt.name, share.Used()-tt.beside)
		}
	}
}
