package main

import (
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"nlgserver/rephrase/llm/llmtest"
)

// scriptModel is the language model that a script has started.
type scriptModel struct{ server *llmtest.Server }

type modelKey struct{}

// runModel starts the language model, and changes what it does.
func runModel(ts *testscript.TestScript, neg bool, args []string) {
	m := ts.Value(modelKey{}).(*scriptModel)
	if m.server == nil {
		var err error
		m.server, err = llmtest.Start()
		ts.Check(err)
		ts.Defer(m.server.Close)
		ts.Setenv("MODEL_URL", m.server.URL)
	}
	m.server.Fail(nil)
	switch {
	case !neg && (len(args) == 2 || len(args) == 3) && args[0] == "answer":
		m.server.Answer(func(prompt string) string {
			if strings.HasPrefix(prompt, "Summarize") {
				return args[len(args)-1]
			}
			return args[1]
		})
	case !neg && len(args) == 1 && args[0] == "slow":
		m.server.Fail(llmtest.Slow(time.Minute))
	case !neg && len(args) == 2 && args[0] == "status":
		code, err := strconv.Atoi(args[1])
		ts.Check(err)
		m.server.Fail(llmtest.Status(code, nil))
	default:
		ts.Fatalf("usage: model answer TEXT [SUMMARY] | model slow | model status CODE")
	}
}
