package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"nlgserver/bench/process"
)

// The responses of the content: one that does not ask, whose name the bodies have, and one
// that does.
const (
	plainResponse  = "utter_greet"
	askingResponse = "utter_table"
)

// plain is content in which no variation asks, and asking is content in which one does.
const (
	plain = `responses:
  utter_greet:
    - text: "Hello {name}, welcome to {city}."
`
	asking = plain + `  utter_table:
    - text: "Hello {name}, your table in {city} is ready."
      metadata: {rephrase: true}
`
)

// bench is a run.
type bench struct {
	*settings
	*verdict
	dir string
}

// file writes a file below the directory of the run, and returns its path.
func (b *bench) file(name, text string) (string, error) {
	path := filepath.Join(b.dir, name)
	return path, os.WriteFile(path, []byte(text), 0o600)
}

// serve starts a server with content; with settings for rephrasing, if there is a path of
// them.
func (b *bench) serve(content, rephrase string) (*process.Process, error) {
	path, err := b.file("responses.yml", content)
	if err != nil {
		return nil, err
	}
	args := []string{"serve", path, "--listen", "127.0.0.1:0"}
	if rephrase != "" {
		args = append(args, "--rephrase", rephrase)
	}
	return process.StartProgram(b.program, args...)
}

// writeSettings writes settings for rephrasing to dir: so many deployments of a model at one
// address, and a budget.
func writeSettings(dir, address string, deployments int, budget time.Duration) (string, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "nlg:\n  type: rephrase\n  llm: {model_group: bench, timeout: %g}\nmodel_groups:\n  - id: bench\n    models:\n", budget.Seconds())
	for range deployments {
		fmt.Fprintf(&b, "      - {provider: self-hosted, model: bench, api_base: %q}\n", address)
	}
	path := filepath.Join(dir, "endpoints.yml")
	return path, os.WriteFile(path, []byte(b.String()), 0o600)
}
