package s3_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"nlgserver/release"
	"nlgserver/release/s3"
	"nlgserver/release/s3/s3test"
)

// TestOneWinner checks that of eight writers that replace one revision exactly one does.
func TestOneWinner(t *testing.T) {
	g := s3test.Start(t)
	address := g.Address("race")
	first := open(t, g, address)
	was, err := first.Set(t.Context(), release.LiveKey, []byte("begin"), "")
	if err != nil {
		t.Fatal(err)
	}
	for round := range 10 {
		var won atomic.Pointer[string]
		var all sync.WaitGroup
		for writer := range 8 {
			s := open(t, g, address)
			all.Go(func() {
				data := fmt.Sprintf("%d by %d", round, writer)
				_, err := s.Set(t.Context(), release.LiveKey, []byte(data), was)
				switch {
				case err == nil && !won.CompareAndSwap(nil, &data):
					t.Error("two have won")
				case err != nil && !errors.Is(err, release.ErrChanged):
					t.Error(err)
				}
			})
		}
		all.Wait()
		e, err := first.Get(t.Context(), release.LiveKey, "")
		if err != nil || won.Load() == nil || string(e.Data) != *won.Load() {
			t.Fatalf("%s, %v, want %v", e.Data, err, won.Load())
		}
		was = e.Revision
	}
}

// TestAway checks that a watch outlives the storage: it is silent while the storage is
// away, and tells afterwards what has changed.
func TestAway(t *testing.T) {
	g := s3test.Start(t)
	s := open(t, g, g.Address("away"))
	ctx, cancel := context.WithCancel(t.Context())
	changed, heard, ended := make(chan struct{}, 1), make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- s.Watch(ctx, release.LiveKey, func() {
			select {
			case changed <- struct{}{}:
			default:
			}
		}, func() {
			select {
			case heard <- struct{}{}:
			default:
			}
		})
	}()
	<-changed
	<-heard
	if err := g.Stop(); err != nil {
		t.Fatal(err)
	}
	_, err := s.Get(t.Context(), release.LiveKey, "")
	if err == nil || errors.Is(err, release.ErrNotFound) || !strings.Contains(err.Error(), "cannot reach") {
		t.Errorf("while it is away: %v", err)
	}
	if err := s.Watch(t.Context(), release.LiveKey, func() { t.Error("a watch of nothing is active") }, nil); err == nil {
		t.Error("a watch has begun without the storage")
	}
	if err := g.Resume(t.Context()); err != nil {
		t.Fatal(err)
	}
	<-heard
	if _, err := open(t, g, g.Address("away")).Set(t.Context(), release.LiveKey, []byte("back"), ""); err != nil {
		t.Fatal(err)
	}
	<-changed
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// TestRefused checks what somebody reads whom the storage refuses.
func TestRefused(t *testing.T) {
	g := s3test.Start(t)
	none := httptest.NewServer(http.NotFoundHandler())
	defer none.Close()
	wrong := *g.Keys()
	wrong.Secret = "another-hidden-one"
	unknown := *g.Keys()
	unknown.Access = "nobody"
	for _, c := range []struct {
		name, address string
		keys          *s3.Keys
		want          string
	}{
		{"wrong secret", g.Address("a"), &wrong, "the secret key is not that of the access key"},
		{"unknown key", g.Address("a"), &unknown, "the storage does not know the access key"},
		{"anonymous", g.Address("a") + "&anonymous=true", nil, "access denied"},
		{"no bucket", strings.Replace(g.Address("a"), s3test.Bucket, "elsewhere", 1), g.Keys(), `bucket "elsewhere" does not exist`},
		{"no storage", "s3://bucket/a?endpoint=" + url.QueryEscape(none.URL), g.Keys(), "check endpoint"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := s3.Open(t.Context(), c.address, s3.Options{Keys: c.keys})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			_, get := s.Get(t.Context(), release.LiveKey, "")
			_, set := s.Set(t.Context(), release.LiveKey, nil, "")
			_, list := s.List(t.Context(), "")
			for what, err := range map[string]error{
				"get": get, "set": set, "list": list,
				"put":    s.Put(t.Context(), release.LiveKey, nil),
				"delete": s.Delete(t.Context(), release.LiveKey),
				"watch":  s.Watch(t.Context(), release.LiveKey, func() {}, nil),
			} {
				if err == nil || !strings.Contains(err.Error(), c.want) || errors.Is(err, release.ErrChanged) || errors.Is(err, release.ErrNotFound) {
					t.Errorf("%s: %v, want %q", what, err, c.want)
					continue
				}
				for _, hidden := range []string{wrong.Secret, g.Keys().Secret, wrong.Access, unknown.Access} {
					if strings.Contains(err.Error(), hidden) {
						t.Errorf("%s: it shows %q: %v", what, hidden, err)
					}
				}
			}
		})
	}
	if shown := fmt.Sprintf("%v %+v %#v", wrong, s3.Options{Keys: &wrong}, wrong); strings.Contains(shown, wrong.Secret) {
		t.Error(shown)
	}
}

// TestDroppedResponse checks a write that has happened and was not acknowledged: it has
// failed, but not because somebody else has written.
func TestDroppedResponse(t *testing.T) {
	g := s3test.Start(t)
	target, err := url.Parse(g.Endpoint())
	if err != nil {
		t.Fatal(err)
	}
	var dropping atomic.Bool
	forward := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.Host = r.In.Host // it is signed
		},
		ModifyResponse: func(r *http.Response) error {
			if dropping.Load() && r.Request.Method == http.MethodPut {
				panic(http.ErrAbortHandler)
			}
			return nil
		},
	}
	proxy := httptest.NewServer(forward)
	defer proxy.Close()
	s, err := s3.Open(t.Context(), "s3://"+s3test.Bucket+"/dropped?endpoint="+url.QueryEscape(proxy.URL), s3.Options{Keys: g.Keys()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	one, err := s.Set(t.Context(), release.LiveKey, []byte("one"), "")
	if err != nil {
		t.Fatal(err)
	}
	dropping.Store(true)
	_, err = s.Set(t.Context(), release.LiveKey, []byte("two"), one)
	if err == nil || errors.Is(err, release.ErrChanged) || !strings.Contains(err.Error(), "closed before the response") {
		t.Error(err)
	}
	if e, err := s.Get(t.Context(), release.LiveKey, one); err != nil || string(e.Data) != "two" {
		t.Errorf("%s, %v", e.Data, err)
	}
}

// TestHeld checks that a reader of a store in which nothing changes is sent no data, and
// that what it writes, as a replica does, asks nothing about conditions.
func TestHeld(t *testing.T) {
	g := s3test.Start(t)
	address := g.Address("held")
	if _, err := open(t, g, address).Set(t.Context(), release.LiveKey, []byte("one"), ""); err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var sent []string
	s, err := s3.Open(t.Context(), address, s3.Options{Keys: g.Keys(), Poll: time.Millisecond, Transport: tripper(func(r *http.Request) (*http.Response, error) {
		response, err := http.DefaultTransport.RoundTrip(r)
		if err == nil {
			mu.Lock()
			defer mu.Unlock()
			sent = append(sent, fmt.Sprintf("%s %s %d", r.Method, r.URL.Path, response.StatusCode))
		}
		return response, err
	})})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	left := 3
	if err := s.Watch(ctx, release.LiveKey, func() {}, func() {
		if left--; left == 0 {
			cancel()
		}
	}); err != nil {
		t.Error(err)
	}
	if err := s.Put(t.Context(), release.ReplicaKey("a"), []byte("beat")); err != nil {
		t.Error(err)
	}
	live := "/" + s3test.Bucket + "/held/live"
	want := []string{"GET " + live + " 200", "GET " + live + " 304", "GET " + live + " 304", "PUT /" + s3test.Bucket + "/held/replicas/a.json 200"}
	if strings.Join(sent, "\n") != strings.Join(want, "\n") {
		t.Errorf("sent:\n%s\nwant:\n%s", strings.Join(sent, "\n"), strings.Join(want, "\n"))
	}
}

type tripper func(*http.Request) (*http.Response, error)

func (t tripper) RoundTrip(r *http.Request) (*http.Response, error) { return t(r) }

// TestEnvironment checks that credentials are found where a process has them.
func TestEnvironment(t *testing.T) {
	g := s3test.Start(t)
	for _, pair := range g.Environ() {
		name, value, _ := strings.Cut(pair, "=")
		t.Setenv(name, value)
	}
	s, err := s3.Open(t.Context(), g.Address("environment")+"&path_style=true", s3.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Set(t.Context(), release.LiveKey, []byte("one"), ""); err != nil {
		t.Error(err)
	}
	if strings.Contains(s.String(), g.Keys().Access) {
		t.Error(s)
	}
}
