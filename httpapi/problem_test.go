package httpapi

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestEveryCodeHasAMeaning checks that the table covers every declared code.
func TestEveryCodeHasAMeaning(t *testing.T) {
	source, err := os.ReadFile("problem.go")
	if err != nil {
		t.Fatal(err)
	}
	declared := map[Code]bool{}
	for _, found := range regexp.MustCompile(`(?m)^\tCode\w+ +Code = "(\w+)"$`).FindAllStringSubmatch(string(source), -1) {
		declared[Code(found[1])] = true
	}
	listed := map[Code]bool{}
	for code, m := range meanings {
		if listed[code] = true; m.title == "" || m.status < 400 {
			t.Errorf("%s: %+v", code, m)
		}
	}
	if diff := cmp.Diff(declared, listed); diff != "" || len(declared) < 20 {
		t.Error(diff)
	}
}

// TestReply checks that the reply on a connection without a request is HTTP,
// with a problem document.
func TestReply(t *testing.T) {
	for code, status := range map[Code]int{CodeConnections: 503, CodeHeaderTooLarge: 431} {
		reply, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(Reply(code, "because"))), nil)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(reply.Body)
		reply.Body.Close()
		var p Problem
		if err == nil {
			err = json.Unmarshal(text, &p)
		}
		if err != nil || p.Code != code || p.Status != status || reply.StatusCode != status || p.Detail != "because" {
			t.Errorf("%s: %v, %s %s", code, err, reply.Status, text)
		}
		if h := reply.Header; !reply.Close || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Content-Type") != "application/problem+json" ||
			(h.Get("Retry-After") != "") != (status == 503) {
			t.Errorf("%s: close %v, %v", code, reply.Close, h)
		}
	}
}
