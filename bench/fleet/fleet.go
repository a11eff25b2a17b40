package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"nlgserver/bench/process"
	"nlgserver/release"
	"nlgserver/release/s3/s3test"
	"nlgserver/release/stores"
)

// perProcess is how many replicas run in a process.
const perProcess = 5

// patience is how long anything may take that is waited for.
const patience = 10 * time.Minute

// fleet is a store, and replicas that follow it.
type fleet struct {
	store     release.Store
	publisher *release.Publisher
	// addresses are those of the replicas.
	addresses []string
	ends      []func()
}

func (f *fleet) end() {
	for _, end := range slices.Backward(f.ends) {
		end()
	}
	f.ends = nil
}

// start runs a store of a kind, and replicas that follow it.
func start(ctx context.Context, kind string, replicas int) (*fleet, error) {
	f := &fleet{}
	if err := f.start(ctx, kind, replicas); err != nil {
		f.end()
		return nil, err
	}
	return f, nil
}

func (f *fleet) start(ctx context.Context, kind string, replicas int) error {
	dir, err := os.MkdirTemp("", "nlgserver-bench-fleet")
	if err != nil {
		return err
	}
	f.ends = append(f.ends, func() { _ = os.RemoveAll(dir) })
	address, err := f.serve(ctx, kind, dir)
	if err != nil {
		return err
	}
	if f.store, err = stores.Open(ctx, address, stores.Options{}); err != nil {
		return err
	}
	f.ends = append(f.ends, func() { _ = f.store.Close() })
	f.publisher = &release.Publisher{Store: f.store, By: "bench", Wait: patience}
	for first := 0; first < replicas; first += perProcess {
		p, err := process.Start(roleReplicas, address, strconv.Itoa(first), strconv.Itoa(min(perProcess, replicas-first)))
		if err != nil {
			return err
		}
		f.ends = append(f.ends, p.Stop)
		f.addresses = append(f.addresses, strings.Fields(p.Address)...)
	}
	return f.heard(ctx, replicas)
}

// serve runs the store, and returns its address.
func (f *fleet) serve(ctx context.Context, kind, dir string) (string, error) {
	switch kind {
	case "dir":
		return stores.Dir + filepath.Join(dir, "bench"), nil
	case "hub", "nats":
		p, err := process.Start(kind, dir)
		if err != nil {
			return "", err
		}
		f.ends = append(f.ends, p.Stop)
		if kind == "hub" {
			return "http://" + p.Address + "/bench", nil
		}
		return "nats://" + p.Address + "/bench", nil
	}
	g, err := s3test.New(ctx, dir)
	if err != nil {
		return "", err
	}
	f.ends = append(f.ends, func() { _ = g.Stop() })
	for _, variable := range g.Environ() {
		name, value, _ := strings.Cut(variable, "=")
		if err := os.Setenv(name, value); err != nil {
			return "", err
		}
	}
	return g.Address("bench"), nil
}

// heard waits until all replicas have told of themselves.
func (f *fleet) heard(ctx context.Context, replicas int) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		status, err := release.ReadStatus(ctx, f.store, release.Trust{})
		if err == nil && len(status.Replicas) == replicas {
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.Join(fmt.Errorf("the replicas do not come: %w", ctx.Err()), err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// switched are the times of one move.
type switched struct {
	// known is how long the publisher's call took: then the last replica has told that it
	// says what is live. last is when that began to say it, and skew how long before the
	// first did. All are milliseconds.
	known, last, skew float64
}

// publish publishes a bundle and measures.
func (f *fleet) publish(ctx context.Context, b *release.Bundle) (switched, error) {
	return f.measure(ctx, func() error {
		_, err := f.publisher.Publish(ctx, b, release.Release{Message: "bench"}, 0)
		return err
	})
}

// rollback goes back to what was live before, and measures.
func (f *fleet) rollback(ctx context.Context) (switched, error) {
	return f.measure(ctx, func() error {
		_, err := f.publisher.Rollback(ctx, 0, "bench")
		return err
	})
}

func (f *fleet) measure(ctx context.Context, move func() error) (switched, error) {
	began := time.Now()
	if err := move(); err != nil {
		return switched{}, err
	}
	known := time.Since(began)
	// The clock of the replicas is that of this machine.
	status, err := release.ReadStatus(ctx, f.store, release.Trust{})
	if err != nil {
		return switched{}, err
	}
	var first, last time.Time
	for i := range status.Replicas {
		r := &status.Replicas[i]
		if r.Beat.Says.Version != status.Live.Version {
			return switched{}, fmt.Errorf("%s says %s, and %s is live", r.Replica, r.Beat.Says.Version, status.Live.Version)
		}
		if first.IsZero() || r.Since.Before(first) {
			first = r.Since
		}
		if r.Since.After(last) {
			last = r.Since
		}
	}
	return switched{milliseconds(known), milliseconds(last.Sub(began)), milliseconds(last.Sub(first))}, f.says(status.Live.Version)
}

// says checks by a request that each replica says a version.
func (f *fleet) says(version string) error {
	for _, address := range f.addresses {
		reply, err := http.Post("http://"+address+"/nlg", "application/json", strings.NewReader(request))
		if err != nil {
			return err
		}
		var said struct{ Text string }
		body, err := io.ReadAll(reply.Body)
		_ = reply.Body.Close()
		if err == nil {
			err = json.Unmarshal(body, &said)
		}
		if got := reply.Header.Get("X-NLG-Catalog"); err != nil || said.Text == "" || !strings.HasPrefix(version, got) {
			return fmt.Errorf("%s replies %s with version %q, want %s (%w)", address, body, got, version, err)
		}
	}
	return nil
}

// request is the request that measures.
const request = `{"response": "utter_response_7", "tracker": {"sender_id": "bench", "slots": {"name": "Ann", "balance": 5, "tier": "level1"}}}`

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
