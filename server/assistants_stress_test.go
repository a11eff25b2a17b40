package server

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// asked is a request that waits for its reply on a connection.
type asked struct {
	path string
	// name is the assistant that must answer, and always whether it must not be away.
	name   string
	always bool
}

// interleaved is a connection that asks several assistants in turn, many requests ahead
// of the replies.
type interleaved struct {
	net.Conn
	replies *bufio.Reader
	dice    *rand.Rand
	// editions are the last that each of those that are always there has said.
	editions map[string]int
}

// routesOfAll are who is asked, and where.
var routesOfAll = [...]asked{
	{"/nlg", "bank", true},
	{"/a/bank/nlg", "bank", true},
	{"/a/shop/nlg", "shop", true},
	{"/a/shop/nlg", "shop", true},
	{"/a/guest/nlg", "guest", false},
	{"/a/other/nlg", "other", false},
}

// exchange sends that many requests and reads their replies.
func (c *interleaved) exchange(n int) error {
	const body = `{"response": "utter_x"}`
	batch := make([]asked, n)
	var out strings.Builder
	for i := range batch {
		batch[i] = routesOfAll[c.dice.IntN(len(routesOfAll))]
		fmt.Fprintf(&out, "POST %s HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", batch[i].path, len(body), body)
	}
	if _, err := io.WriteString(c, out.String()); err != nil {
		return fmt.Errorf("the connection is lost: %w", err)
	}
	for _, one := range batch {
		reply, err := http.ReadResponse(c.replies, nil)
		if err != nil {
			return fmt.Errorf("POST %s: no reply: %w", one.path, err)
		}
		data, err := io.ReadAll(reply.Body)
		reply.Body.Close()
		if err != nil {
			return fmt.Errorf("POST %s: half a reply: %w", one.path, err)
		}
		if err := c.check(one, reply.StatusCode, data); err != nil {
			return fmt.Errorf("POST %s: %d %s: %w", one.path, reply.StatusCode, data, err)
		}
	}
	return nil
}

// check checks that a reply is what its assistant says, and no less than before.
func (c *interleaved) check(one asked, status int, body []byte) error {
	if !one.always && status == http.StatusNotFound && strings.Contains(string(body), "unknown_assistant") {
		return nil
	}
	if status != http.StatusOK {
		return fmt.Errorf("%s does not answer", one.name)
	}
	said, isText := strings.CutPrefix(string(body), `{"text":"`+one.name+" ")
	edition, err := strconv.Atoi(strings.TrimSuffix(said, `"}`))
	if !isText || err != nil {
		return fmt.Errorf("%s did not say it", one.name)
	}
	if last := c.editions[one.name]; one.always && edition < last {
		return fmt.Errorf("older than edition %d, which was there before", last)
	}
	c.editions[one.name] = edition
	return nil
}

// upset changes content and configuration once, in one of several ways, and checks that
// the change is in use when the reload ends.
func (f *fleet) upset(t *testing.T, dice *rand.Rand, turn int) {
	t.Helper()
	edition := turn + 2
	says := func(name string) {
		dir := filepath.Join(f.dir, name)
		replace(t, filepath.Join(dir, "responses.yml"), fmt.Sprintf("responses:\n  utter_x:\n    - text: \"%s %d\"\n", name, edition))
	}
	status, body := http.StatusOK, ""
	reload := func(change func(*fleet)) { status, body = f.configure(change) }
	without := func(names ...string) {
		f.next.Options = slices.DeleteFunc(f.next.Options, func(o AssistantOptions) bool { return slices.Contains(names, o.Name) })
	}
	wanted := http.StatusOK
	switch turn % 6 {
	case 0: // content
		says("bank")
		says("shop")
		reload(func(*fleet) {})
	case 1: // others come, in front
		says("guest")
		reload(func(f *fleet) {
			without("guest", "other")
			f.next.Options = append([]AssistantOptions{f.assistant("guest"), f.assistant("other")}, f.next.Options...)
		})
	case 2: // options and content at once
		says("bank")
		reload(func(f *fleet) {
			for i := range f.next.Options {
				if f.next.Options[i].Name == "bank" || dice.IntN(2) == 0 {
					f.next.Options[i].Fingerprint = fmt.Sprint(edition)
				}
			}
		})
	case 3: // broken content
		replace(t, filepath.Join(f.dir, "guest", "responses.yml"), "responses:\n  utter_x: 5\n")
		wanted = http.StatusUnprocessableEntity
		reload(func(f *fleet) { f.next.Options[0].Fingerprint = "broken" })
		says("guest")
	case 4: // a broken configuration
		wanted = http.StatusUnprocessableEntity
		reload(func(f *fleet) { f.wrong = fmt.Errorf("wrong in turn %d", turn) })
		f.mu.Lock()
		f.wrong = nil
		f.mu.Unlock()
	case 5: // others go
		says("shop")
		reload(func(f *fleet) { without("guest", []string{"other", "nobody"}[dice.IntN(2)]) })
	}
	if status != wanted {
		t.Errorf("turn %d: the reload ended with %d %s", turn, status, body)
	}
	for _, name := range [][]string{{"bank", "shop"}, {"guest"}, {"bank"}, nil, nil, {"shop"}}[turn%6] {
		f.want("/a/"+name+"/nlg", said(name, edition))
	}
}

// TestAssistantsInterleaved asks assistants with the same response names on the same
// connections while their content and the configuration change: each text is that of
// the assistant that was asked, and no request is lost.
func TestAssistantsInterleaved(t *testing.T) {
	requests, connections, ahead := 100_000, 3, 200
	if testing.Short() {
		requests, ahead = 6_000, 40
	}
	f := newFleet(t, "bank", func(o *Options) { o.Log = nil }, "bank", "shop", "guest", "other")
	var clients sync.WaitGroup
	next := make(chan struct{}, 1)
	for i := range connections {
		conn, err := net.Dial("tcp", f.Addr())
		if err != nil {
			t.Fatal(err)
		}
		c := &interleaved{Conn: conn, replies: bufio.NewReader(conn), dice: rand.New(rand.NewPCG(uint64(i), 1)), editions: map[string]int{}}
		clients.Go(func() {
			defer conn.Close()
			for sent := 0; sent < requests/connections && !t.Failed(); sent += ahead {
				if err := c.exchange(ahead); err != nil {
					t.Error(err)
				}
				select {
				case next <- struct{}{}:
				default:
				}
			}
		})
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		clients.Wait()
	}()
	dice, turns := rand.New(rand.NewPCG(7, 7)), 0
	for running := true; running && !t.Failed(); turns++ {
		f.upset(t, dice, turns)
		select {
		case <-next:
		case <-done:
			running = false
		}
	}
	<-done
	if turns < 6 && !t.Failed() {
		t.Errorf("only %d reloads meanwhile", turns)
	}
	t.Logf("%d requests, %d reloads", requests, turns)
}
