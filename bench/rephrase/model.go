package main

import (
	"strings"
	"sync/atomic"

	"nlgserver/rephrase/llm/llmtest"
)

// model is a model's server that knows how many wait for it.
type model struct {
	*llmtest.Server
	waiting atomic.Int64
}

func startModel() (*model, error) {
	s, err := llmtest.Start()
	if err != nil {
		return nil, err
	}
	s.Answer(echo)
	return &model{Server: s}, nil
}

// fail has each request fail in a way, and counts those that are waiting.
func (m *model) fail(f llmtest.Fault) {
	m.Fail(func(e *llmtest.Exchange) {
		m.waiting.Add(1)
		defer m.waiting.Add(-1)
		f(e)
	})
}

// echo answers with the sentence of a prompt, which is an answer that says the same facts.
func echo(prompt string) string {
	const begin, end = "<response>\n", "\n</response>"
	if _, rest, ok := strings.Cut(prompt, begin); ok {
		sentence, _, _ := strings.Cut(rest, end)
		return sentence
	}
	return "The user is looking for a table."
}
