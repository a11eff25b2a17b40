package drive

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"time"
)

// Load describes the load on a server.
type Load struct {
	Connections int
	Duration    time.Duration
	// Rate is the number of requests per second over all connections. With 0,
	// each connection sends its next request as soon as it has a reply.
	Rate float64
	// Woken measures the latency at a fixed rate from when the timer for a request has
	// fired, and not from when it was due, unless the reply before it came later than that. A
	// timer is up to a millisecond late, several times as long as a small request takes.
	Woken bool
	// Next changes the request before the n-th is sent, counted over all connections;
	// each has a copy of its own. Nil sends the same request again and again.
	Next func(request []byte, n int)
}

// patience is how much longer than a load its last replies may take.
const patience = 10 * time.Second

// Result is the result of a load.
type Result struct {
	Requests   int
	Throughput float64 // requests per second
	P50, P99   float64 // microseconds
}

// Body reads the body of a conversation with the given number of turns, from
// dir or from the project's directory of bodies.
func Body(dir, turns string) ([]byte, error) {
	dirs := []string{dir}
	if dir == "" {
		dirs = []string{"testdata/bodies", "../shared/bodies"}
	}
	for _, d := range dirs {
		if body, err := os.ReadFile(filepath.Join(d, "body_"+turns+".json")); err == nil {
			return body, nil
		}
	}
	return nil, fmt.Errorf("no body_%s.json in %v", turns, dirs)
}

// Request returns a complete HTTP request.
func Request(body []byte) []byte { return RequestTo("/nlg", body) }

// RequestTo returns a complete HTTP request for a path.
func RequestTo(path string, body []byte) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "POST %s HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", path, len(body))
	b.Write(body)
	return b.Bytes()
}

// Run sends the request repeatedly and measures the replies. A status other
// than 200 is an error.
func Run(address string, request []byte, l Load) (Result, error) {
	latencies := make([][]time.Duration, l.Connections)
	errs := make([]error, l.Connections)
	var group sync.WaitGroup
	begin := time.Now()
	for i := range l.Connections {
		group.Go(func() { latencies[i], errs[i] = driveOne(address, request, l, i, begin) })
	}
	group.Wait()
	took := time.Since(begin)
	for _, err := range errs {
		if err != nil {
			return Result{}, err
		}
	}
	all := slices.Concat(latencies...)
	slices.Sort(all)
	if len(all) == 0 {
		return Result{}, fmt.Errorf("no request got a reply within %v", l.Duration)
	}
	at := func(q float64) float64 { return float64(all[int(q*float64(len(all)-1))].Microseconds()) }
	return Result{
		Requests: len(all), Throughput: float64(len(all)) / took.Seconds(),
		P50: at(0.5), P99: at(0.99),
	}, nil
}

// driveOne drives one connection. At a fixed rate, it measures latency from the
// time a request was due, so that a stalled server cannot hide waiting requests.
func driveOne(address string, request []byte, l Load, index int, begin time.Time) ([]time.Duration, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close() }()
	if err := conn.SetDeadline(begin.Add(l.Duration + patience)); err != nil {
		return nil, err
	}
	if l.Next != nil {
		request = bytes.Clone(request)
	}
	replies := bufio.NewReader(conn)
	var interval time.Duration
	due := begin
	if l.Rate > 0 {
		interval = time.Duration(float64(l.Connections) / l.Rate * float64(time.Second))
		due = begin.Add(interval * time.Duration(index) / time.Duration(l.Connections))
	}
	var latencies []time.Duration
	for n := index; time.Since(begin) < l.Duration; n += l.Connections {
		if l.Next != nil {
			l.Next(request, n)
		}
		from := due
		switch wait := time.Until(due); {
		case l.Rate == 0:
			due = time.Now()
			from = due
		case wait > 0:
			time.Sleep(wait)
			if l.Woken {
				from = time.Now()
			}
		}
		if _, err := conn.Write(request); err != nil {
			return nil, err
		}
		if err := readReply(replies); err != nil {
			return nil, err
		}
		latencies = append(latencies, time.Since(from))
		due = due.Add(interval)
	}
	return latencies, nil
}

// readReply discards one reply, which must be a 200 with a Content-Length.
func readReply(r *bufio.Reader) error {
	length := -1
	for first := true; ; first = false {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return err
		}
		line = bytes.TrimRight(line, "\r\n")
		switch name, value, _ := bytes.Cut(line, []byte(": ")); {
		case first && !bytes.HasPrefix(line, []byte("HTTP/1.1 200 ")):
			return fmt.Errorf("unexpected reply: %s", line)
		case len(line) == 0:
			if length < 0 {
				return fmt.Errorf("reply without Content-Length")
			}
			_, err := io.CopyN(io.Discard, r, int64(length))
			return err
		case string(name) == "Content-Length":
			if length, err = strconv.Atoi(string(value)); err != nil {
				return err
			}
		}
	}
}
