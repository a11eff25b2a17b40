package main

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// The steady load uses a few connections, each with a pause between requests.
const (
	connections = 8
	pause       = 4 * time.Millisecond
)

const body = `{"response": "utter_response_7", "tracker": {"slots": {"name": "Ann", "balance": 12.5, "tier": "none"}}, "channel": {"name": "collector"}}`

// latencies sends requests at a steady rate and returns the 99th percentile in
// microseconds.
func latencies(address string, duration time.Duration) (float64, error) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: connections}}
	defer client.CloseIdleConnections()
	all := make([][]float64, connections)
	errs := make([]error, connections)
	begin := time.Now()
	var group sync.WaitGroup
	for i := range connections {
		group.Go(func() {
			for time.Since(begin) < duration && errs[i] == nil {
				sent := time.Now()
				errs[i] = ask(client, address)
				all[i] = append(all[i], float64(time.Since(sent).Microseconds()))
				time.Sleep(pause)
			}
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return 0, err
		}
	}
	sorted := slices.Sorted(slices.Values(slices.Concat(all...)))
	return sorted[len(sorted)*99/100], nil
}

func ask(client *http.Client, address string) error {
	reply, err := client.Post("http://"+address+"/nlg", "application/json", strings.NewReader(body))
	if err != nil {
		return err
	}
	defer func() { _ = reply.Body.Close() }()
	if _, err := io.Copy(io.Discard, reply.Body); err != nil {
		return err
	}
	if reply.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d", reply.StatusCode)
	}
	return nil
}
