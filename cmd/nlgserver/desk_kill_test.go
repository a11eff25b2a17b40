package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"nlgserver/nlg"
)

// kills is how many times the desk is killed, unless NLGSERVER_KILLS says otherwise.
const kills = 4

// killed is a desk that is killed over and over, in a process of its own.
type killed struct {
	t          *testing.T
	dir, state string
	random     *rand.Rand
	process    *exec.Cmd
	client     *http.Client
	base       string
	// said are the texts of the responses as far as they were answered, and perhaps the one
	// whose answer did not come.
	said    map[string]string
	perhaps map[string]string
	// known are all texts ever sent.
	known     map[string]bool
	number    int
	published int
}

const killedFiles = 3

// TestDeskKilled kills the desk with SIGKILL in the middle of writing and publishing: no
// step that was answered is lost, and no file is half written.
func TestDeskKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("starts and kills a process several times")
	}
	n := kills
	if text := os.Getenv("NLGSERVER_KILLS"); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	k := &killed{
		t: t, dir: t.TempDir(), state: t.TempDir(), random: rand.New(rand.NewPCG(1, uint64(n))),
		said: map[string]string{}, perhaps: map[string]string{}, known: map[string]bool{},
	}
	for f := range killedFiles {
		var b strings.Builder
		b.WriteString("responses:\n")
		for r := range 4 {
			name := fmt.Sprintf("utter_%d_%d", f, r)
			k.said[name], k.known["begin"] = "begin", true
			fmt.Fprintf(&b, "  %s:\n  - text: begin # kept\n", name)
		}
		if err := os.WriteFile(filepath.Join(k.dir, fmt.Sprintf("%d.yml", f)), []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for range n {
		k.start()
		k.compare()
		process := k.process.Process
		time.AfterFunc(time.Duration(20+k.random.IntN(600))*time.Millisecond, func() { _ = process.Kill() })
		k.work()
		_ = k.process.Wait()
		k.files()
	}
	k.start()
	k.compare()
	_ = k.process.Process.Kill()
	_ = k.process.Wait()
	t.Logf("%d kills, %d steps, %d publications", n, k.number, k.published)
}

// start starts the desk and opens its link.
func (k *killed) start() {
	k.t.Helper()
	k.process = exec.CommandContext(k.t.Context(), "nlgserver", "desk", k.dir, "--state", k.state, "--listen", "127.0.0.1:0", "--author", "Ann Lee <ann@example.com>")
	errs, err := k.process.StderrPipe()
	if err == nil {
		err = k.process.Start()
	}
	if err != nil {
		k.t.Fatal(err)
	}
	lines := bufio.NewReader(errs)
	link := regexp.MustCompile(`^Open (http://[^/]+)(/\S+)`)
	var told strings.Builder
	for {
		line, err := lines.ReadString('\n')
		told.WriteString(line)
		if m := link.FindStringSubmatch(line); m != nil {
			k.base = m[1]
			jar, err := cookiejar.New(nil)
			if err != nil {
				k.t.Fatal(err)
			}
			k.client = &http.Client{Jar: jar, Timeout: time.Minute}
			reply, err := k.client.Get(k.base + m[2])
			if err != nil {
				k.t.Fatal(err)
			}
			_ = reply.Body.Close()
			break
		}
		if err != nil {
			k.t.Fatalf("the desk does not start: %v\n%s", err, told.String())
		}
	}
	go func() { _, _ = io.Copy(io.Discard, lines) }()
}

// ask sends a request; the status is 0 if no answer came.
func (k *killed) ask(method, path, body string, out any) int {
	request, err := http.NewRequestWithContext(context.Background(), method, k.base+"/api/desk/v1/"+path, strings.NewReader(body))
	if err != nil {
		k.t.Fatal(err)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	reply, err := k.client.Do(request)
	if err != nil {
		return 0
	}
	defer func() { _ = reply.Body.Close() }()
	data, err := io.ReadAll(reply.Body)
	if err != nil {
		return 0
	}
	if out != nil && json.Unmarshal(data, out) != nil {
		return 0
	}
	if reply.StatusCode >= 400 && reply.StatusCode != http.StatusServiceUnavailable {
		k.t.Errorf("%s %s %s: %d %s", method, path, body, reply.StatusCode, data)
	}
	return reply.StatusCode
}

// work writes and publishes until the desk is gone.
func (k *killed) work() {
	for {
		f := k.random.IntN(killedFiles)
		name := fmt.Sprintf("utter_%d_%d", f, k.random.IntN(4))
		k.number++
		text := fmt.Sprintf("step %d", k.number)
		k.known[text] = true
		k.perhaps[name] = text
		body := fmt.Sprintf(`{"ops": [{"kind": "set", "response": %q, "number": 1, "path": "text", "value": %q, "was": %q}]}`, name, text, k.said[name])
		if k.ask("POST", "draft/steps", body, nil) != 200 {
			return
		}
		k.said[name] = text
		delete(k.perhaps, name)
		if k.number%6 == 0 {
			if k.ask("POST", "publish", `{"message": "a"}`, nil) != 200 {
				return
			}
			k.published++
		}
	}
}

// compare checks that the draft says what it said.
func (k *killed) compare() {
	k.t.Helper()
	for end := time.Now().Add(time.Minute); ; {
		if status := k.ask("GET", "draft", "", nil); status == 200 {
			break
		} else if time.Now().After(end) {
			k.t.Fatal("no content: ", status)
		}
		time.Sleep(10 * time.Millisecond)
	}
	for name, said := range k.said {
		var response struct {
			Variations []struct {
				Texts []struct{ Pieces []struct{ Text string } }
			}
		}
		if k.ask("GET", "response?name="+name, "", &response) != 200 || len(response.Variations) != 1 {
			k.t.Fatalf("%s: %+v", name, response)
		}
		now := response.Variations[0].Texts[0].Pieces[0].Text
		if now != said && now != k.perhaps[name] {
			k.t.Errorf("%s says %q; it was answered that it says %q, and perhaps %q", name, now, said, k.perhaps[name])
		}
		k.said[name] = now
	}
	clear(k.perhaps)
}

// files checks that each file is whole.
func (k *killed) files() {
	k.t.Helper()
	for f := range killedFiles {
		path := filepath.Join(k.dir, fmt.Sprintf("%d.yml", f))
		data, err := os.ReadFile(path)
		if err != nil {
			k.t.Fatal(err)
		}
		c, found := nlg.Compile([]nlg.File{{Path: path, Data: data}}, nlg.Options{KeepWritten: true})
		if c == nil {
			k.t.Fatalf("%s: %v\n%s", path, found, data)
		}
		n := 0
		for w := range c.AllWritten() {
			n++
			if text := w.Variations[0].Texts[0].Source; !k.known[text] {
				k.t.Errorf("%s says %q, which nobody wrote", w.Name, text)
			}
		}
		if n != 4 || strings.Count(string(data), "# kept\n") != 4 {
			k.t.Errorf("%s:\n%s", path, data)
		}
	}
}
