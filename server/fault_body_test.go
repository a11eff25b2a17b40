package server

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"testing"

	"nlgserver/httpapi"
)

// bodyContent has a response that reads slots, and one that reads nothing.
const bodyContent = `responses:
  utter_x:
    - text: "good {name}"
  utter_greet:
    - text: "Hello"
`

// bodyServers are the two ways to read a body.
func bodyServers(t *testing.T) map[string]*running {
	dir := t.TempDir()
	write(t, dir+"/responses.yml", bodyContent)
	servers := map[string]*running{}
	for name, strict := range map[string]bool{"lazy": false, "strict": true} {
		servers[name] = startWith(t, func(o *Options) { o.Paths, o.StrictJSON, o.Log = []string{dir}, strict, nil })
	}
	return servers
}

// checkRejected checks that an answer is a problem document with the code, and a
// 4xx.
func checkRejected(t *testing.T, what string, got answer, err error, code httpapi.Code) {
	t.Helper()
	var p httpapi.Problem
	if err == nil {
		err = json.Unmarshal([]byte(got.text), &p)
	}
	if err != nil || got.header.Get("Content-Type") != "application/problem+json" || p.Code != code || p.Status != got.status || got.status/100 != 4 {
		t.Errorf("%s: %v, %d %v %.500s, want %s", what, err, got.status, got.header, got.text, code)
	}
}

// checkAlive checks that the server answers and has never panicked.
func (r *running) checkAlive(t *testing.T) {
	t.Helper()
	if got := r.say(); got != `{"text":"good Ann"}` {
		t.Error(got)
	}
	for _, of := range []string{"", "default"} {
		if metrics := r.get(t, "/metrics"); !strings.Contains(metrics, "\nnlg_panics_total{assistant=\""+of+"\"} 0\n") {
			t.Error("there was a panic")
		}
	}
}

func (r *running) get(t *testing.T, path string) string {
	t.Helper()
	l := lineTo(t, r.Addr())
	if _, err := fmt.Fprintf(l, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", path); err != nil {
		t.Fatal(err)
	}
	got, err := l.reply()
	if err != nil || got.status != 200 {
		t.Fatalf("%s: %d %s, %v", path, got.status, got.text, err)
	}
	return got.text
}

// TestBodies is the row "bodies": each gets a problem document with the right
// code, or a message if JSON allows it, and never a 500.
func TestBodies(t *testing.T) {
	const said = "" // no problem
	nested := func(n int, opens, closes string) string { return strings.Repeat(opens, n) + strings.Repeat(closes, n) }
	around := func(place, value string) string {
		return strings.Replace(`{"response": "utter_x", "id": null, "arguments": {"x": ARGUMENT}, "channel": {"name": "slack", "x": CHANNEL},`+
			` "tracker": {"slots": {"name": SLOT}, "events": [EVENT], "stack": [{"x": FRAME}]}}`, place, value, 1)
	}
	complete := func(text string) string {
		return strings.NewReplacer("ARGUMENT", "1", "CHANNEL", "1", "SLOT", `"Ann"`, "EVENT", "1", "FRAME", "1").Replace(text)
	}
	type row struct {
		name, body   string
		lazy, strict httpapi.Code
	}
	same := func(name, body string, code httpapi.Code) row { return row{name, body, code, code} }
	tests := []row{
		same("empty", "", httpapi.CodeTruncated),
		same("blank", " \n\t ", httpapi.CodeTruncated),
		same("a mark of byte order", "\ufeff{}", httpapi.CodeNotJSON),
		same("NUL", "\x00", httpapi.CodeNotJSON),
		same("a number", "1", httpapi.CodeWrongType),
		same("two requests", `{"response": "utter_x"}{"response": "utter_x"}`, httpapi.CodeNotJSON),
		same("a form", "response=utter_x", httpapi.CodeNotJSON),
		same("open brackets", strings.Repeat("[", 1_000_000), httpapi.CodeTooDeep),
		same("open objects", strings.Repeat(`{"a":`, 1_000_000), httpapi.CodeTooDeep),
		same("duplicate response, the last counts", `{"response": "utter_nothing", "response": "utter_x"}`, said),
		same("duplicate tracker", complete(`{"response": "utter_x", "tracker": {"slots": {"name": "Bob"}}, "tracker": {"slots": {"name": "Ann"}}}`), said),
		same("bad UTF-8 in the name", "{\"response\": \"utter_\xff\"}", httpapi.CodeNotJSON),
		same("bad UTF-8 in a slot that is asked for", complete(around("SLOT", "\"\xc3\x28\"")), httpapi.CodeNotJSON),
		{"bad UTF-8 in an unused value", complete(around("EVENT", "\"\xc3\x28\"")), said, httpapi.CodeNotJSON},
		same("half a surrogate", complete(around("SLOT", `"\ud800"`)), said),
		same("NaN in a slot that is used", complete(around("SLOT", "NaN")), said),
		same("NaN in an unused value, as Python writes it", complete(around("EVENT", "NaN, Infinity, -Infinity")), said),
		same("NaN as the name", `{"response": NaN}`, httpapi.CodeWrongType),
		same("a number of more digits than Python reads", complete(around("SLOT", strings.Repeat("9", 1_000_000))), httpapi.CodeNotJSON),
		same("a control character in a slot", complete(around("SLOT", "\"a\x01\"")), httpapi.CodeNotJSON),
	}
	for _, place := range []string{"ARGUMENT", "CHANNEL", "SLOT", "EVENT", "FRAME"} {
		for name, value := range map[string]string{
			"lists":          nested(1_000_000, "[", "]"),
			"objects":        strings.Repeat(`{"a":`, 1_000_000) + "1" + strings.Repeat("}", 1_000_000),
			"unclosed lists": strings.Repeat("[", 1_000_000),
		} {
			tests = append(tests, same("1,000,000 "+name+" in "+place, complete(around(place, value)), httpapi.CodeTooDeep))
		}
	}
	for name, r := range bodyServers(t) {
		t.Run(name, func(t *testing.T) {
			for _, tt := range tests {
				want := tt.lazy
				if name == "strict" {
					want = tt.strict
				}
				got, err := lineTo(t, r.Addr()).post("/nlg", "", tt.body)
				if want != said {
					checkRejected(t, tt.name, got, err, want)
				} else if err != nil || got.status != 200 || !strings.HasPrefix(got.text, `{"text":"good `) {
					t.Errorf("%s: %+v, %v", tt.name, got, err)
				}
			}
			r.checkAlive(t)
		})
	}
}

// TestBodiesTruncated truncates a real body at every byte, with and without the
// end of the connection.
func TestBodiesTruncated(t *testing.T) {
	body, err := os.ReadFile("../testdata/bodies/body_1.json")
	if err != nil {
		t.Fatal(err)
	}
	whole := strings.TrimSpace(string(body))
	for name, r := range bodyServers(t) {
		t.Run(name, func(t *testing.T) {
			l := lineTo(t, r.Addr())
			for n := range len(whole) {
				got, err := l.post("/nlg", "", whole[:n])
				checkRejected(t, fmt.Sprintf("cut at byte %d", n), got, err, httpapi.CodeTruncated)
				if err != nil || t.Failed() {
					return
				}
			}
			if got, err := l.post("/nlg", "", whole); err != nil || got.status != 200 {
				t.Errorf("whole: %+v, %v", got, err)
			}
			for n := 0; n < len(whole); n += 97 {
				l := lineTo(t, r.Addr())
				text := requestText("/nlg", "", whole)
				if _, err := io.WriteString(l, text[:len(text)-len(whole)+n]); err != nil {
					t.Fatal(err)
				}
				if err := l.Conn.(*net.TCPConn).CloseWrite(); err != nil {
					t.Fatal(err)
				}
				got, err := l.reply()
				checkRejected(t, fmt.Sprintf("the connection ends at byte %d", n), got, err, httpapi.CodeTruncated)
			}
			r.checkAlive(t)
		})
	}
}

// TestBodiesOfWrongTypes puts a value of each type into each field that is
// read.
func TestBodiesOfWrongTypes(t *testing.T) {
	values := map[string]string{"null": "null", "bool": "true", "number": "1.5", "text": `"utter_x"`, "list": "[1]", "texts": `["a"]`, "object": `{"a": 1}`, "objects": `[{"a": 1}]`}
	fields := []struct{ field, body, accepts string }{
		{"response", `{"response": VALUE}`, "text"},
		{"response", `{"template": "utter_x", "response": VALUE}`, "text null"},
		{"template", `{"response": "utter_x", "template": VALUE}`, "text null"},
		{"id", `{"response": "utter_x", "id": VALUE}`, "text null"},
		{"ids", `{"response": "utter_x", "ids": VALUE}`, "texts null"},
		{"arguments", `{"response": "utter_x", "arguments": VALUE}`, "object null"},
		{"channel", `{"response": "utter_x", "channel": VALUE}`, "object text null"},
		{"channel.name", `{"response": "utter_x", "channel": {"name": VALUE}}`, "text null"},
		{"tracker", `{"response": "utter_x", "tracker": VALUE}`, "object null"},
		{"tracker.sender_id", `{"response": "utter_x", "tracker": {"sender_id": VALUE}}`, "text null"},
		{"tracker.latest_input_channel", `{"response": "utter_x", "tracker": {"latest_input_channel": VALUE}}`, "text null"},
		{"tracker.slots", `{"response": "utter_x", "tracker": {"slots": VALUE}}`, "object null"},
		{"tracker.stack", `{"response": "utter_x", "tracker": {"stack": VALUE}}`, "objects null"},
		{"tracker.stack", `{"response": "utter_x", "tracker": {"stack": [VALUE]}}`, "object null"},
		// Of any type, because they are not used, or because a slot may be anything.
		{"", `{"response": "utter_x", "tracker": {"slots": {"name": VALUE}}}`, ""},
		{"", `{"response": "utter_x", "arguments": {"name": VALUE}}`, ""},
		{"", `{"response": "utter_x", "tracker": {"events": VALUE, "latest_message": VALUE, "paused": VALUE, "active_loop": VALUE}}`, ""},
		{"", `{"response": "utter_x", "something": VALUE}`, ""},
	}
	for name, r := range bodyServers(t) {
		t.Run(name, func(t *testing.T) {
			l := lineTo(t, r.Addr())
			for _, tt := range fields {
				for kind, value := range values {
					body := strings.ReplaceAll(tt.body, "VALUE", value)
					got, err := l.post("/nlg", "", body)
					accepted := tt.field == "" || strings.Contains(" "+tt.accepts+" ", " "+kind+" ")
					switch {
					case accepted && (err != nil || got.status != 200):
						t.Errorf("%s: %+v, %v", body, got, err)
					case body == `{"response": null}`:
						checkRejected(t, body, got, err, httpapi.CodeMissingField)
					case !accepted:
						checkRejected(t, body, got, err, httpapi.CodeWrongType)
						if !strings.Contains(got.text, tt.field) {
							t.Errorf("%s: the field is not named: %s", body, got.text)
						}
					}
					if err != nil {
						return
					}
				}
			}
			r.checkAlive(t)
		})
	}
}

// TestBodiesTooLarge sends 65 MiB, announced or not, and a body that inflates
// to more. TestBomb and TestBudget of httpapi check the memory that they take.
func TestBodiesTooLarge(t *testing.T) {
	const size = 65 << 20
	var bomb bytes.Buffer
	w, err := gzip.NewWriterLevel(&bomb, gzip.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	blank := bytes.Repeat([]byte(" "), 1<<20)
	if _, err := io.WriteString(w, `{"response": "utter_x"`); err != nil {
		t.Fatal(err)
	}
	for range 80 {
		if _, err := w.Write(blank); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for name, r := range bodyServers(t) {
		t.Run(name, func(t *testing.T) {
			got, err := lineTo(t, r.Addr()).post("/nlg", "Content-Encoding: gzip\r\n", bomb.String())
			checkRejected(t, "gzip bomb", got, err, httpapi.CodeBodyTooLarge)

			l := lineTo(t, r.Addr())
			fmt.Fprintf(l, "POST /nlg HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n", size)
			got, err = l.reply() // before a byte is sent
			checkRejected(t, "announced", got, err, httpapi.CodeBodyTooLarge)

			for place, text := range map[string]string{"between values": `{"response": "utter_x"`, "in a slot": `{"response": "utter_x", "tracker": {"slots": {"name": "`} {
				l := lineTo(t, r.Addr())
				fmt.Fprintf(l, "POST /nlg HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n", len(text), text)
				go func() {
					for range 2 * size / len(blank) {
						if _, err := fmt.Fprintf(l, "%x\r\n%s\r\n", len(blank), blank); err != nil {
							return // the server stopped reading
						}
					}
				}()
				got, err := l.reply()
				checkRejected(t, "chunked, "+place, got, err, httpapi.CodeBodyTooLarge)
			}
			r.checkAlive(t)
		})
	}
}
