package llmtest

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"maps"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Fault answers a request in another way than it should be.
type Fault func(*Exchange)

// Exchange is a request that is to be answered.
type Exchange struct {
	w             http.ResponseWriter
	r             *http.Request
	prompt, model string
	// body is the right answer.
	body []byte
}

// answerOf is no fault.
func answerOf(e *Exchange) { respond(e.w, http.StatusOK, e.body) }

// wait reports whether the client is still there after a while.
func (e *Exchange) wait(d time.Duration) bool {
	select {
	case <-e.r.Context().Done():
		return false
	case <-time.After(d):
		return true
	}
}

// send sends a part of an answer, and reports whether the client may want more.
func (e *Exchange) send(part []byte) bool {
	if _, err := e.w.Write(part); err != nil {
		return false
	}
	return http.NewResponseController(e.w).Flush() == nil
}

// json begins an answer.
func (e *Exchange) json() { e.w.Header().Set("Content-Type", "application/json") }

// Slow answers after a while.
func Slow(d time.Duration) Fault {
	return func(e *Exchange) {
		if e.wait(d) {
			answerOf(e)
		}
	}
}

// Status answers with an error of OpenAI's form, whose message repeats the prompt, as some
// servers do. The headers may be nil.
func Status(code int, header http.Header) Fault {
	return func(e *Exchange) {
		maps.Copy(e.w.Header(), header)
		kind := map[string]any{"message": "cannot answer: " + e.prompt, "type": "fault", "code": fmt.Sprintf("code_%d", code)}
		respond(e.w, code, encode(map[string]any{"error": kind}))
	}
}

// Body answers with a body of one's own, and status 200.
func Body(contentType, body string) Fault {
	return func(e *Exchange) {
		e.w.Header().Set("Content-Type", contentType)
		e.send([]byte(body))
	}
}

// StatusBody answers with an error and a body of one's own.
func StatusBody(code int, body string) Fault {
	return func(e *Exchange) { respond(e.w, code, []byte(body)) }
}

// Broken answers with JSON that ends too early.
func Broken(e *Exchange) { respond(e.w, http.StatusOK, e.body[:len(e.body)/2]) }

// Empty answers with the empty text.
func Empty(e *Exchange) { respond(e.w, http.StatusOK, completion(e.model, e.prompt, "")) }

// NoContent answers with a message whose content is null.
func NoContent(e *Exchange) {
	respond(e.w, http.StatusOK, []byte(`{"choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": null}}]}`))
}

// CutOff answers with a text that has reached the limit of tokens.
func CutOff(e *Exchange) {
	respond(e.w, http.StatusOK, bytes.Replace(e.body, []byte(`"finish_reason":"stop"`), []byte(`"finish_reason":"length"`), 1))
}

// Cut closes the connection in the middle of the answer.
func Cut(e *Exchange) {
	e.w.Header().Set("Content-Length", strconv.Itoa(len(e.body)))
	e.json()
	e.send(e.body[:len(e.body)/2])
	panic(http.ErrAbortHandler)
}

// HangUp closes the connection before the answer.
func HangUp(*Exchange) { panic(http.ErrAbortHandler) }

// Endless answers with a text that has no end, as fast as it is read.
func Endless(e *Exchange) {
	e.json()
	part := bytes.Repeat([]byte("a"), 32<<10)
	e.send([]byte(`{"choices": [{"message": {"content": "`))
	for e.send(part) {
	}
}

// After waits for a while before it fails in another way.
func After(d time.Duration, f Fault) Fault {
	return func(e *Exchange) {
		if e.wait(d) {
			f(e)
		}
	}
}

// Padded answers with the right text, and so many em spaces after it.
func Padded(n int) Fault {
	return func(e *Exchange) {
		var right struct {
			Choices []struct{ Message struct{ Content string } }
		}
		if json.Unmarshal(e.body, &right) != nil || len(right.Choices) == 0 {
			panic("the right answer is no completion")
		}
		respond(e.w, http.StatusOK, completion(e.model, e.prompt, right.Choices[0].Message.Content+strings.Repeat("\u2003", n)))
	}
}

// Large answers with a text of 10 MB.
func Large(e *Exchange) {
	respond(e.w, http.StatusOK, completion(e.model, e.prompt, string(bytes.Repeat([]byte("a"), 10_000_000))))
}

// Bomb answers with 20 MB that are compressed to some KB, whether or not the client takes
// compressed answers.
func Bomb(e *Exchange) {
	e.json()
	e.w.Header().Set("Content-Encoding", "gzip")
	z, _ := gzip.NewWriterLevel(e.w, gzip.BestSpeed) // the level exists
	part := bytes.Repeat([]byte(" "), 1<<20)
	for range 20 {
		if _, err := z.Write(part); err != nil {
			return
		}
	}
	_ = z.Close() // the client may be gone
}

// Redirect answers with a redirect that keeps method and body.
func Redirect(to string) Fault {
	return func(e *Exchange) {
		e.w.Header().Set("Location", to)
		e.w.WriteHeader(http.StatusTemporaryRedirect)
	}
}

// Drip answers with a header, and then a byte each 100 ms.
func Drip(e *Exchange) {
	e.json()
	for i := range e.body {
		if !e.send(e.body[i:i+1]) || !e.wait(100*time.Millisecond) {
			return
		}
	}
}

// DripStatus answers with the header of an error, and then a byte each 100 ms.
func DripStatus(code int) Fault {
	return func(e *Exchange) {
		e.json()
		e.w.WriteHeader(code)
		for e.send([]byte(" ")) && e.wait(100*time.Millisecond) {
		}
	}
}

// Never does not answer.
func Never(e *Exchange) { <-e.r.Context().Done() }

// Silent returns the address of a server that accepts connections, and says nothing on any
// of them, until the test ends.
func Silent(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it does not wait
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		var conns []net.Conn
		for {
			conn, err := l.Accept()
			if err != nil {
				break
			}
			conns = append(conns, conn)
		}
		for _, conn := range conns {
			_ = conn.Close() // nothing was written
		}
	}()
	t.Cleanup(func() {
		_ = l.Close() // it is our own
		<-done
	})
	return l.Addr().String()
}
