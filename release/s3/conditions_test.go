package s3

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"nlgserver/release"
)

// TestConditions checks which storages are refused, and that nothing is written to one of
// them but the probe.
func TestConditions(t *testing.T) {
	unmet := func() (*http.Response, error) { return fault(http.StatusPreconditionFailed, "PreconditionFailed") }
	for _, c := range []struct {
		name   string
		answer func(r *http.Request, sent int) (*http.Response, error)
		kept   bool
		sent   int // requests for the probe
	}{
		{"keeps both, first time", func(r *http.Request, sent int) (*http.Response, error) {
			if sent == 1 {
				return object("")
			}
			return unmet()
		}, true, 3},
		{"keeps both", func(*http.Request, int) (*http.Response, error) { return unmet() }, true, 2},
		{"ignores both", func(*http.Request, int) (*http.Response, error) { return object("") }, false, 2},
		{"ignores If-Match", func(r *http.Request, _ int) (*http.Response, error) {
			if r.Header.Get("If-Match") != "" {
				return object("")
			}
			return unmet()
		}, false, 2},
		{"knows neither", func(*http.Request, int) (*http.Response, error) {
			return fault(http.StatusNotImplemented, "NotImplemented")
		}, false, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				probes, writes := 0, 0
				s := openFake(t, func(r *http.Request) (*http.Response, error) {
					if !strings.HasSuffix(r.URL.Path, "/a/"+probeKey) {
						writes++
						return object("")
					}
					probes++
					return c.answer(r, probes)
				})
				if err := s.Put(t.Context(), release.LiveKey, nil); err != nil || probes != 0 {
					t.Errorf("a write without a condition: %v, %d probes", err, probes)
				}
				for range 2 {
					_, err := s.Set(t.Context(), release.LiveKey, nil, "")
					if c.kept != (err == nil) || !c.kept && (!errors.Is(err, errUnconditional) || !strings.Contains(err.Error(), "does not check If-Match")) {
						t.Error(err)
					}
				}
				if probes != c.sent || c.kept != (writes == 3) || !c.kept != (writes == 1) {
					t.Errorf("%d probes, %d writes", probes, writes)
				}
			})
		})
	}
}

// TestConditionsUnknown checks that a storage that could not be asked is asked again.
func TestConditionsUnknown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		away := true
		s := openFake(t, func(r *http.Request) (*http.Response, error) {
			if away {
				return nil, errors.New("no route")
			}
			return conditionsOf(func(*http.Request) (*http.Response, error) { return object("") })(r)
		})
		if _, err := s.Set(t.Context(), release.LiveKey, nil, ""); err == nil || errors.Is(err, errUnconditional) {
			t.Error(err)
		}
		away = false
		if _, err := s.Set(t.Context(), release.LiveKey, nil, ""); err != nil {
			t.Error(err)
		}
	})
}
