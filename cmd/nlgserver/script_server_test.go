package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// scriptServer is the server that a script has started.
type scriptServer struct {
	cmd *exec.Cmd
	log syncBuffer
	// jar has the cookies that it set.
	jar http.CookieJar
}

// patience is how long a script waits for a server on a busy machine, where the tests of
// other packages may have every core.
const patience = 90 * time.Second

type serverKey struct{}

func setupServer(env *testscript.Env) error {
	env.Values[serverKey{}] = &scriptServer{}
	env.Values[modelKey{}] = &scriptModel{}
	env.Setenv("GORACE", noPause)
	env.Setenv("NLG_LISTEN", "127.0.0.1:0") // the default port may be taken, by another script too
	return nil
}

func startServer(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || args[0] != "nlgserver" {
		ts.Fatalf("usage: start nlgserver serve|desk …")
	}
	s := ts.Value(serverKey{}).(*scriptServer)
	if s.cmd != nil {
		ts.Fatalf("a server is already running")
	}
	s.log = syncBuffer{}
	var err error
	s.jar, err = cookiejar.New(nil)
	ts.Check(err)
	s.cmd = exec.Command(lookPath(ts, args[0]), append(args[1:], "--listen", "127.0.0.1:0")...)
	s.cmd.Dir, s.cmd.Stderr = ts.MkAbs("."), &s.log
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "GORACE", "MODEL_URL"} {
		s.cmd.Env = append(s.cmd.Env, name+"="+ts.Getenv(name))
	}
	ts.Check(s.cmd.Start())
	process := s.cmd.Process
	ts.Defer(func() { _ = process.Kill() }) // fails if it has stopped
	addresses := regexp.MustCompile(`"?address"?[=:]"?(127\.0\.0\.1:\d+)"?[ ,]"?admin"?[=:]"?(127\.0\.0\.1:\d+)?`)
	link := regexp.MustCompile(`(?m)^(?:Open|Listening on) (https?://127\.0\.0\.1:\d+)(/\S*)(?: .*)?\n`)
	for begin := time.Now(); time.Since(begin) < patience; time.Sleep(5 * time.Millisecond) {
		if found := addresses.FindStringSubmatch(s.log.String()); found != nil {
			scheme := "http://"
			if strings.Contains(strings.Join(args, " "), "--tls-cert") {
				scheme = "https://"
			}
			ts.Setenv("URL", scheme+found[1])
			ts.Setenv("ADMIN", scheme+found[2])
			return
		}
		if found := link.FindStringSubmatch(s.log.String()); found != nil {
			ts.Setenv("URL", found[1])
			ts.Setenv("LINK", found[2])
			return
		}
	}
	ts.Fatalf("no address: %s", s.log.String())
}

// lookPath finds a program in the script's PATH.
func lookPath(ts *testscript.TestScript, name string) string {
	for _, dir := range filepath.SplitList(ts.Getenv("PATH")) {
		if path := filepath.Join(dir, name); isFile(path) {
			return path
		}
	}
	ts.Fatalf("there is no %s", name)
	return ""
}

func stopServer(ts *testscript.TestScript, neg bool, args []string) {
	s := ts.Value(serverKey{}).(*scriptServer)
	if neg || len(args) > 0 || s.cmd == nil {
		ts.Fatalf("usage: halt, after start")
	}
	ts.Check(s.cmd.Process.Signal(syscall.SIGTERM))
	err := s.cmd.Wait()
	s.cmd = nil
	fmt.Fprint(ts.Stderr(), s.log.String())
	ts.Check(err)
}

func askServer(ts *testscript.TestScript, neg bool, args []string) {
	header := http.Header{}
	for len(args) > 1 && args[0] == "-H" {
		name, value, _ := strings.Cut(args[1], ": ")
		header.Add(name, value)
		args = args[2:]
	}
	if len(args) == 0 || len(args) > 2 {
		ts.Fatalf("usage: ask [-H 'Name: value'] URL [FILE]")
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, args[0], nil)
	ts.Check(err)
	if len(args) == 2 {
		request.Method = http.MethodPost
		request.Body = io.NopCloser(strings.NewReader(ts.ReadFile(args[1])))
		header.Set("Content-Type", "application/json")
	}
	request.Header, request.Host = header, header.Get("Host")
	// A script's certificate is its own.
	client := http.Client{Jar: ts.Value(serverKey{}).(*scriptServer).jar, Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	defer client.CloseIdleConnections()
	status, answer := ask(ts, &client, request)
	for request.Method == http.MethodGet && strings.Contains(answer, `"code":"content_loading"`) {
		time.Sleep(10 * time.Millisecond) // the page waits too
		status, answer = ask(ts, &client, request)
	}
	fmt.Fprintf(ts.Stdout(), "%d\n%s\n", status, answer)
	if failed := status >= 400; failed != neg {
		ts.Fatalf("%d: %s", status, answer)
	}
}

// ask returns the status and the body of the reply. The request's context ends it.
func ask(ts *testscript.TestScript, client *http.Client, request *http.Request) (int, string) {
	response, err := client.Do(request)
	ts.Check(err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	ts.Check(err)
	return response.StatusCode, string(body)
}
