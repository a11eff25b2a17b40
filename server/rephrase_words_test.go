package server

import (
	"strings"
	"testing"

	"nlgserver/interpolate/jinja"
	"nlgserver/rephrase/llm/llmtest"
)

// TestRephrasePromptErrorIsLoggedWithoutWords checks that the log says in which line of its prompt
// a message failed, and how, and nothing that people wrote.
func TestRephrasePromptErrorIsLoggedWithoutWords(t *testing.T) {
	prompt, err := jinja.Compile("Reword:\n{{ slots[current_input].x }}")
	if err != nil {
		t.Fatal(err)
	}
	r := rephrasing(t, llmtest.New(t), func(o *RephraseOptions) { o.Prompt = prompt })
	if body, rephrased := r.reworded("utter_x"); body != asWritten || rephrased != "kept:prompt" {
		t.Fatalf("%s, %q", body, rephrased)
	}
	log := r.log.String()
	if !strings.Contains(log, "line 2: a variable, an attribute, or an element is undefined") || strings.Contains(log, "Where is it") {
		t.Errorf("the log is\n%s", log)
	}
}
