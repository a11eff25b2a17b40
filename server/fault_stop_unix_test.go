//go:build unix

package server

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// stopRounds is how often each kind of client sees a server stop; NLG_STOP_ROUNDS sets
// another number.
func stopRounds(t *testing.T) int {
	n, err := strconv.Atoi(os.Getenv("NLG_STOP_ROUNDS"))
	if err != nil {
		return 1
	}
	t.Logf("%d rounds", n)
	return n
}

// testStopClients is the row "SIGTERM with 60 clients": whoever has connected is
// answered, in whatever moment the server stops. Nobody waits for a sign that it does.
func testStopClients(t *testing.T, program string) {
	dir := t.TempDir()
	cert, key := selfSigned(t, 1, time.Now().Add(time.Hour))
	certFile, keyFile := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	write(t, certFile, cert)
	write(t, keyFile, key)
	socket := filepath.Join(dir, "nlg.sock")
	for _, tt := range []struct {
		name string
		args []string
		// each opens a connection for each request, as Rasa Pro does; otherwise a client
		// keeps its own until a reply tells it to leave.
		each bool
		dial func(address string) (net.Conn, error)
	}{
		{"a connection for each request", nil, true, nil},
		{"connections that are kept", nil, false, nil},
		{"a connection for each request, with a delay", []string{"--shutdown-delay", "300ms"}, true, nil},
		{"over a Unix socket", []string{"--listen", "unix:" + socket}, true, func(string) (net.Conn, error) { return net.Dial("unix", socket) }},
		{"by TLS", []string{"--tls-cert", certFile, "--tls-key", keyFile}, true, func(address string) (net.Conn, error) {
			c, err := net.DialTimeout("tcp", address, 5*time.Second)
			if err != nil {
				return nil, err
			}
			return tls.Client(c, &tls.Config{InsecureSkipVerify: true}), nil
		}},
		{"on the operators' listener", []string{"--admin-listen", "127.0.0.1:0"}, true, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.dial == nil {
				tt.dial = func(address string) (net.Conn, error) { return net.DialTimeout("tcp", address, 5*time.Second) }
			}
			for range stopRounds(t) {
				c := terminating(t, program, tt.args...)
				address, target := c.address, "POST /nlg"
				if strings.HasPrefix(tt.name, "on the operators'") {
					address, target = c.logs(`msg=serving .*admin=(\S+)`), "GET /api/v1/status"
				}
				stopUnder(t, c, 60, func() (net.Conn, error) { return tt.dial(address) }, target, tt.each)
			}
		})
	}
}

// stopUnder stops the program while clients send requests.
func stopUnder(t *testing.T, c *child, clients int, dial func() (net.Conn, error), target string, each bool) {
	t.Helper()
	const body = `{"response": "utter_x", "tracker": {"slots": {"name": "Ann"}}}`
	request := fmt.Sprintf("%s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", target, len(body), body)
	var group sync.WaitGroup
	var answered, lost, ends atomic.Int64
	client := func() {
		for {
			conn, err := dial()
			if err != nil {
				return // nobody listens any more: not accepted
			}
			replies := bufio.NewReader(conn)
			for {
				closes, err := exchangeOn(conn, replies, request)
				if err != nil {
					t.Errorf("a request is lost: %v", err)
					lost.Add(1)
				} else if answered.Add(1); closes {
					ends.Add(1)
				}
				if err != nil || closes || each {
					break
				}
				time.Sleep(time.Duration(rand.IntN(20)) * time.Millisecond)
			}
			conn.Close()
		}
	}
	for range clients {
		group.Go(client)
	}
	for answered.Load() < 1000 && lost.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	c.terminate()
	c.ends()
	group.Wait()
	t.Logf("%d answered, %d told to leave, %d lost", answered.Load(), ends.Load(), lost.Load())
	if ends.Load() == 0 {
		t.Error("no client is told to leave: no load")
	}
}

// exchangeOn sends a request and reads its reply.
func exchangeOn(conn net.Conn, replies *bufio.Reader, request string) (closes bool, err error) {
	if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		return false, err
	}
	if _, err := io.WriteString(conn, request); err != nil {
		return false, err
	}
	reply, err := http.ReadResponse(replies, nil)
	if err != nil {
		return false, err
	}
	defer reply.Body.Close()
	if _, err := io.Copy(io.Discard, reply.Body); err != nil {
		return false, err
	}
	if reply.StatusCode != 200 {
		return false, fmt.Errorf("status %d", reply.StatusCode)
	}
	return reply.Close, nil
}

// testStopWaitsForNobody checks that a stop does not wait for clients that hold
// connections without a whole request, nor for a reload, nor for a body that does not come.
func testStopWaitsForNobody(t *testing.T, program string) {
	c := terminating(t, program)
	for _, text := range []string{
		"", "POST /nlg HT", "POST /-/reload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{",
		"POST /nlg HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 10000\r\n\r\n{",
		"POST /nlg HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 10000\r\nExpect: 100-continue\r\n\r\n",
		"GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n", "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
	} {
		for range 5 {
			if _, err := io.WriteString(lineTo(t, c.address), text); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got, err := c.post("/nlg", `{"response": "utter_x"}`); err != nil || got.status != 200 {
		t.Fatal(got, err)
	}
	began := time.Now()
	c.terminate()
	c.ends()
	if took := time.Since(began); took > DefaultOptions().Drain/2 {
		t.Errorf("the stop takes %v", took)
	}
}
