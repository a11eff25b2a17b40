package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"

	"nlgserver/desk"
	"nlgserver/internal/source/files"
	"nlgserver/nlg"
)

// serve runs a desk until the process is stopped: of a directory, or of generated
// content. A second argument makes it one that writes.
func serve(args []string) error {
	var source desk.Source = files.New(args[:1])
	if n, err := strconv.Atoi(args[0]); err == nil {
		source = generated(n)
	}
	cfg := desk.Config{Source: source, Title: "Bench", Product: "nlgserver", User: "Ann"}
	if len(args) > 1 {
		state, err := os.MkdirTemp("", "nlgserver-bench-desk")
		if err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(state) }()
		cfg.Authoring = &desk.Authoring{State: state, Assistant: "bench", NoPaths: "it is only measured"}
	} else {
		cfg.Gate, cfg.ReadOnly = anyone{}, true
	}
	d, err := desk.New(cfg)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	d.Open()
	fmt.Println(listener.Addr())
	routes := http.NewServeMux()
	routes.Handle("/", d)
	routes.HandleFunc(enterPath, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, d.NewLink(), http.StatusSeeOther) })
	return http.Serve(listener, routes)
}

// enterPath lets in whoever opens it, on a desk that writes.
const enterPath = "/bench/enter"

// anyone lets everybody in: the desk is on a loopback address, for as long as it is
// measured.
type anyone struct{}

func (anyone) Guarded() bool            { return false }
func (anyone) Opens(*http.Request) bool { return true }
func (anyone) Challenges() []string     { return nil }

// generated is content with a number of responses, with ten variations each.
type generated int

const perFile = 500

func (n generated) Fetch(context.Context) ([]nlg.File, nlg.Diagnostics) {
	list := []nlg.File{{Path: "domain.yml", Data: []byte("version: \"3.1\"\nslots:\n" +
		"  name: {type: text, mappings: [{type: custom}]}\n" +
		"  tier: {type: text, mappings: [{type: custom}]}\n" +
		"  balance: {type: float, mappings: [{type: custom}]}\n")}}
	for first := 0; first < int(n); first += perFile {
		var b strings.Builder
		b.WriteString("version: \"3.1\"\nresponses:\n")
		for i := first; i < min(first+perFile, int(n)); i++ {
			fmt.Fprintf(&b, "  utter_response_%d:\n", i)
			for j := range 10 {
				fmt.Fprintf(&b, "    - text: \"Hello {name}, this is variation %d of response %d; your balance is {balance}.\"\n", j, i)
				if j%3 == 1 {
					fmt.Fprintf(&b, "      condition:\n        - type: slot\n          name: tier\n          value: level%d\n", j)
				}
			}
		}
		list = append(list, nlg.File{Path: fmt.Sprintf("responses_%03d.yml", first/perFile), Data: []byte(b.String())})
	}
	return list, nil
}

func (generated) Watch(context.Context, func()) error { return nil }
