package rephrase

import (
	"time"

	"nlgserver/interpolate/jinja"
)

// Options say what is reworded, and how. Their names in a file are Rasa's; package settings
// reads them.
type Options struct {
	// All rewords every response that does not say otherwise (rephrase_all).
	All bool
	// Summarize has the model summarize the conversation first (summarize_history). Else
	// the prompt has the last Turns lines of it.
	Summarize bool
	// Turns is how many lines of the conversation a prompt has (max_historical_turns); less
	// than 1 counts as 1.
	Turns int
	// MergeTurns joins neighboring lines of one speaker before they are counted
	// (count_multiple_utterances_as_single_turn).
	MergeTurns bool
	// Prompt is the template of the prompt (prompt_template); nil for the default one.
	Prompt *jinja.Template
	// Budget is the time for all of it, a summary included (llm.timeout).
	Budget time.Duration
	// Guard keeps the text as written if the answer says other facts.
	Guard bool
	// TraceTokens notes the number of tokens in traces (trace_prompt_tokens).
	TraceTokens bool
	// CacheSize is how many answers are kept, and CacheFor how long; 0 for none.
	CacheSize int
	CacheFor  time.Duration
}

// DefaultBudget is Rasa's.
const DefaultBudget = 5 * time.Second

// DefaultOptions returns Rasa's defaults, with the guard on.
func DefaultOptions() Options {
	return Options{Summarize: true, Turns: 5, MergeTurns: true, Budget: DefaultBudget, Guard: true}
}
