package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
)

// attackers is the process that attacks.
type attackers struct {
	shapes int

	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

// startAttackers starts the process and waits until it has made its requests.
func startAttackers(address string, connections int) (*attackers, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	a := &attackers{cmd: exec.Command(self, address, strconv.Itoa(connections))}
	a.cmd.Env = append(os.Environ(), "NLG_BENCH_ROLE=attackers")
	a.cmd.Stderr = os.Stderr
	if a.in, err = a.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := a.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	a.out = bufio.NewReader(out)
	if err := a.cmd.Start(); err != nil {
		return nil, err
	}
	if _, err := fmt.Fscanln(a.out, &a.shapes); err != nil {
		a.end()
		return nil, fmt.Errorf("the attackers do not start: %w", err)
	}
	return a, nil
}

// toggle begins an attack, or ends it.
func (a *attackers) toggle() { _, _ = io.WriteString(a.in, "\n") }

// end ends the process.
func (a *attackers) end() {
	_ = a.in.Close()
	_ = a.cmd.Wait()
}

// report prints what became of the attacks.
func (a *attackers) report(verbose bool) error {
	if err := a.in.Close(); err != nil {
		return err
	}
	var seen map[string]map[string]int
	if err := json.NewDecoder(a.out).Decode(&seen); err != nil {
		return err
	}
	all := map[string]int{}
	for _, shape := range slices.Sorted(maps.Keys(seen)) {
		for outcome, n := range seen[shape] {
			all[outcome] += n
		}
		if verbose {
			fmt.Printf("  %-50s %s\n", shape, line(seen[shape]))
		}
	}
	fmt.Println("\noutcomes: " + line(all))
	return nil
}

// line returns counts in a line, the largest first.
func line(counts map[string]int) string {
	names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return counts[b] - counts[a] })
	parts := make([]string, len(names))
	for i, name := range names {
		parts[i] = fmt.Sprintf("%s: %d", name, counts[name])
	}
	return strings.Join(parts, ", ")
}

// panics reports handlers that failed, and a server that does not answer any more.
func panics(address string) []string {
	r, err := http.Get("http://" + address + "/metrics")
	if err != nil {
		return []string{"the server does not answer: " + err.Error()}
	}
	defer func() { _ = r.Body.Close() }()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		return []string{err.Error()}
	}
	for l := range strings.Lines(string(text)) {
		series, value, _ := strings.Cut(strings.TrimSpace(l), " ")
		if strings.HasPrefix(series, "nlg_panics_total{") && value != "0" {
			return []string{"handlers that panicked: " + value}
		}
	}
	return nil
}
