package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"nlgserver/rephrase"
)

// rephrasedHeader says whether a message was reworded.
const rephrasedHeader = "X-Nlg-Rephrased"

// asker asks a server for the response that asks for rewording.
type asker struct {
	client *http.Client
	url    string
	body   []byte
	// sentence is what the response says as it is written.
	sentence string
}

// newAsker returns an asker with the conversation of a body, and as many connections as it
// may need.
func newAsker(address string, body []byte, connections int) (*asker, error) {
	var conversation struct {
		Tracker struct {
			Slots struct{ Name, City *string } `json:"slots"`
		} `json:"tracker"`
	}
	if err := json.Unmarshal(body, &conversation); err != nil {
		return nil, err
	}
	filled := func(slot *string) string {
		if slot == nil {
			return "None"
		}
		return *slot
	}
	slots := conversation.Tracker.Slots
	return &asker{
		client:   &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: connections}, Timeout: 30 * time.Second},
		url:      "http://" + address + "/nlg",
		body:     bytes.Replace(body, []byte(plainResponse), []byte(askingResponse), 1),
		sentence: fmt.Sprintf("Hello %s, your table in %s is ready.", filled(slots.Name), filled(slots.City)),
	}, nil
}

// ask asks once. It returns how long the reply took and what its header says, and an error
// if it does not say the sentence.
func (a *asker) ask(ctx context.Context) (took time.Duration, rephrased string, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, a.url, bytes.NewReader(a.body))
	if err != nil {
		return 0, "", err
	}
	request.Header.Set("Content-Type", "application/json")
	began := time.Now()
	reply, err := a.client.Do(request)
	if err != nil {
		return 0, "", err
	}
	text, err := io.ReadAll(reply.Body)
	took = time.Since(began)
	_ = reply.Body.Close()
	if err != nil {
		return took, "", err
	}
	var said struct{ Text string }
	if reply.StatusCode != http.StatusOK || json.Unmarshal(text, &said) != nil || said.Text != a.sentence {
		return took, "", fmt.Errorf("the reply is %d %s, want %q", reply.StatusCode, bytes.TrimSpace(text), a.sentence)
	}
	return took, reply.Header.Get(rephrasedHeader), nil
}

// close closes the connections.
func (a *asker) close() { a.client.CloseIdleConnections() }

// wasKept reports whether a header says that a message was kept as it was written, and for
// one of the reasons.
func wasKept(header string, reasons []rephrase.Outcome) bool {
	return slices.ContainsFunc(reasons, func(r rephrase.Outcome) bool { return header == "kept:"+r.String() })
}
