package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// behavior is how an attacker sends a request and what it does then. It returns
// the outcome in a word or two.
type behavior func(ctx context.Context, c net.Conn, s *shape) string

// attack prints how many shapes there are, and attacks when a line comes on
// standard input until the next one. At the end of the input it prints what became of the
// requests.
func attack(address string, connections int) error {
	lowerPriority()
	runtime.GOMAXPROCS(1)
	all, err := shapes()
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	fmt.Println(len(all))
	seen := &tally{outcomes: map[string]map[string]int{}}
	lines := bufio.NewScanner(os.Stdin)
	for round := uint64(0); lines.Scan() && ctx.Err() == nil; round++ {
		attackOnce(ctx, address, connections, all, seen, round, lines)
	}
	return json.NewEncoder(os.Stdout).Encode(seen.outcomes)
}

// attackOnce attacks until the next line.
func attackOnce(ctx context.Context, address string, connections int, all []shape, seen *tally, round uint64, lines *bufio.Scanner) {
	ctx, cancel := context.WithCancel(ctx)
	var group sync.WaitGroup
	for i := range connections {
		// The same attacks in every run, in another order on each connection.
		order := rand.New(rand.NewPCG(round, uint64(i))).Perm(len(all))
		group.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				s := &all[order[n%len(order)]]
				seen.count(s.name, once(ctx, address, s))
			}
		})
	}
	lines.Scan()
	cancel()
	group.Wait()
}

// once makes one attack on a connection of its own.
func once(ctx context.Context, address string, s *shape) string {
	d := net.Dialer{Timeout: 10 * time.Second}
	c, err := d.DialContext(ctx, "tcp", address)
	if err != nil {
		_ = sleep(ctx, 100*time.Millisecond)
		return "no connection"
	}
	defer func() { _ = c.Close() }()
	defer context.AfterFunc(ctx, func() { _ = c.SetDeadline(time.Now()) })()
	return s.behave(ctx, c, s)
}

// wait sends the request and waits for the reply.
func wait(_ context.Context, c net.Conn, s *shape) string {
	if _, err := c.Write(s.request); err != nil && !errors.Is(err, syscall.EPIPE) && !errors.Is(err, syscall.ECONNRESET) {
		return "not sent"
	}
	return reply(c)
}

// reply reads a reply and returns its status and code.
func reply(c net.Conn) string {
	r, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		return "no reply"
	}
	defer func() { _ = r.Body.Close() }()
	if r.StatusCode == http.StatusOK {
		n, err := io.Copy(io.Discard, r.Body)
		if err != nil {
			return "half a reply"
		}
		if n > mib {
			return "200, large"
		}
		return "200"
	}
	var problem struct{ Code string }
	_ = json.NewDecoder(io.LimitReader(r.Body, mib)).Decode(&problem)
	return fmt.Sprintf("%d %s", r.StatusCode, problem.Code)
}

// leave sends the request and goes away at once, or a moment later.
func leave(ctx context.Context, c net.Conn, s *shape) string {
	_, _ = c.Write(s.request)
	_ = sleep(ctx, time.Duration(rand.IntN(50))*time.Millisecond)
	if tcp, ok := c.(*net.TCPConn); ok && rand.IntN(2) == 0 {
		_ = tcp.SetLinger(0)
	}
	return "left"
}

// deaf sends the request and never reads.
func deaf(ctx context.Context, c net.Conn, s *shape) string {
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetReadBuffer(2 << 10)
	}
	_ = c.SetWriteDeadline(time.Now().Add(10 * time.Second))
	_, _ = c.Write(s.request)
	_ = sleep(ctx, 10*time.Second)
	return "never read"
}

// trickle sends a part of the request, and then a byte each quarter of a second.
func trickle(ctx context.Context, c net.Conn, s *shape) string {
	head := s.pause
	if head <= 0 {
		head = len(s.request)
	}
	if _, err := c.Write(s.request[:head]); err != nil {
		return "cut off at once"
	}
	rest := s.request[head:]
	for i := range 60 {
		if !sleep(ctx, 250*time.Millisecond) {
			return "trickled to the end"
		}
		next := []byte{' '}
		if i < len(rest) {
			next = rest[i : i+1]
		}
		if _, err := c.Write(next); err != nil {
			return "cut off"
		}
	}
	return "trickled"
}

func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// tally counts the outcomes of each shape.
type tally struct {
	mu       sync.Mutex
	outcomes map[string]map[string]int
}

func (t *tally) count(shape, outcome string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.outcomes[shape] == nil {
		t.outcomes[shape] = map[string]int{}
	}
	t.outcomes[shape][outcome]++
}
