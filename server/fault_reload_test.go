package server

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// stampedResponses is how many responses stamped content has.
const stampedResponses = 20

// stamped is content that has its number in every text of every response.
func stamped(n int) string {
	var b strings.Builder
	b.WriteString("responses:\n")
	for i := range stampedResponses {
		fmt.Fprintf(&b, `  utter_%[2]d:
    - text: "v%[1]d {name} v%[1]d"
      image: "http://pictures.example/v%[1]d"
      buttons:
        - {title: "v%[1]d", payload: "/v%[1]d"}
      custom: {stamp: "v%[1]d", more: [v%[1]d, v%[1]d]}
`, n, i)
	}
	return b.String()
}

// stampOf returns the number that is in every text of a reply; an error means
// that the reply is not whole.
func stampOf(reply string) (int, error) {
	stamps := regexp.MustCompile(`v(\d+)`).FindAllStringSubmatch(reply, -1)
	if len(stamps) != 8 || !strings.Contains(reply, " Ann ") || !strings.HasSuffix(reply, "}") {
		return 0, fmt.Errorf("a torn reply: %s", reply)
	}
	for _, s := range stamps {
		if s[1] != stamps[0][1] {
			return 0, fmt.Errorf("a mixed reply: %s", reply)
		}
	}
	return strconv.Atoi(stamps[0][1])
}

// versions maps stamps to catalog versions, one to one.
type versions struct{ of, by sync.Map }

func (v *versions) check(stamp int, version string) error {
	of, _ := v.of.LoadOrStore(stamp, version)
	by, _ := v.by.LoadOrStore(version, stamp)
	if of != version || by != stamp {
		return fmt.Errorf("stamp %d came with version %s, but the stamp has %v and the version has %v", stamp, version, of, by)
	}
	return nil
}

// TestReloadsUnderLoad is the row "200 reloads of a catalog that stamps its
// number into every text, under 10,000 requests": no reply is torn, mixed, of
// an older catalog than the one before on its connection, or lost.
func TestReloadsUnderLoad(t *testing.T) {
	const reloads, requests, clients = 200, 10_000, 4
	dir := t.TempDir()
	name := filepath.Join(dir, "responses.yml")
	write(t, name, stamped(0))
	r := startWith(t, func(o *Options) { o.Paths, o.Log = []string{dir}, nil })

	var asked atomic.Int64
	var seen versions
	var failed atomic.Bool
	fail := func(format string, args ...any) {
		t.Errorf(format, args...)
		failed.Store(true)
	}
	var group sync.WaitGroup
	for range clients {
		l := lineTo(t, r.Addr())
		group.Go(func() {
			last := 0
			for i := 0; i < requests/clients && !failed.Load(); i++ {
				got, err := l.post("/nlg", "", fmt.Sprintf(`{"response": "utter_%d", "tracker": {"slots": {"name": "Ann"}}}`, i%stampedResponses))
				if err != nil || got.status != 200 {
					fail("a request is lost: %+v, %v", got, err)
					return
				}
				stamp, err := stampOf(got.text)
				if err == nil {
					err = seen.check(stamp, got.header.Get("X-NLG-Catalog"))
				}
				if err != nil || stamp < last {
					fail("after stamp %d: %d, %v", last, stamp, err)
					return
				}
				last = stamp
				asked.Add(1)
			}
		})
	}
	operator := lineTo(t, r.Addr())
	for n := 1; n <= reloads && !failed.Load(); n++ {
		r.eventually("the next requests", func() bool { return asked.Load() >= int64((n-1)*requests/reloads) || failed.Load() })
		replace(t, name, stamped(n))
		// If the watch was faster, nothing has changed.
		if got, err := operator.post("/-/reload", "", ""); err != nil || got.status != 200 {
			fail("reload %d: %+v, %v", n, got, err)
		}
		got, err := operator.post("/nlg", "", `{"response": "utter_0", "tracker": {"slots": {"name": "Ann"}}}`)
		if err != nil {
			fail("after reload %d: %v", n, err)
		}
		if stamp, err := stampOf(got.text); err != nil || stamp != n {
			fail("after reload %d: %d, %v", n, stamp, err)
		}
	}
	group.Wait()
	if got := asked.Load(); got != requests {
		t.Errorf("%d of %d requests were answered", got, requests)
	}
	if s := r.byDefault().loop.Status(); !failed.Load() && s.Rejected != 0 {
		t.Errorf("%d reloads were rejected", s.Rejected)
	}
}
