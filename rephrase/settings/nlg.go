package settings

import (
	"slices"
	"strings"
	"time"

	"nlgserver/internal/document"
	"nlgserver/rephrase"
	"nlgserver/rephrase/llm"
)

// The keys below nlg.
const (
	typeKey      = "type"
	llmKey       = "llm"
	promptKey    = "prompt_template"
	oldPromptKey = "prompt"
	urlKey       = "url"
	turnsKey     = "max_historical_turns"
	waitingKey   = "max_concurrent"
	cacheKey     = "cache"
)

var nlgKeys = []string{
	typeKey, "rephrase_all", "summarize_history", turnsKey, "count_multiple_utterances_as_single_turn", promptKey, oldPromptKey,
	llmKey, "trace_prompt_tokens", "guard", waitingKey, cacheKey,
}

// The bounds of the settings below nlg.
const (
	mostTurns    = 1000
	mostWaiting  = 10_000
	mostCached   = 1_000_000
	mostCacheTTL = 30 * 24 * time.Hour
	// defaultCached and defaultCacheTTL are the cache's if the file does not say.
	defaultCached   = 1000
	defaultCacheTTL = 10 * time.Minute
)

// nlg reads the section nlg.
func (r *reader) nlg(section document.Entry) {
	v := section.Value
	if v.IsNull() {
		r.wrong(v, "nlg is empty", "write `nlg: {type: rephrase}`")
		return
	}
	if !r.Map(v, nlgKey, "write `nlg: {type: rephrase}`") {
		return
	}
	if url := v.Entry(urlKey); !url.IsMissing() {
		r.wrong(url.Key, "these are the settings for calling an NLG server, not those of rephrasing",
			"name the file with the `nlg: {type: rephrase}` that Rasa had before, or replace the section with it")
		r.concealIfSecret(url, "")
		return
	}
	if !r.isRephraser(v.Get(typeKey)) {
		return
	}
	for e := range v.Entries() {
		if !slices.Contains(nlgKeys, e.Name()) {
			r.unknown(e, nlgKey, nlgKeys)
		}
	}
	o := &r.file.Options
	r.boolean(v.Get("rephrase_all"), "rephrase_all", &o.All)
	r.boolean(v.Get("summarize_history"), "summarize_history", &o.Summarize)
	r.boolean(v.Get("count_multiple_utterances_as_single_turn"), "count_multiple_utterances_as_single_turn", &o.MergeTurns)
	r.boolean(v.Get("trace_prompt_tokens"), "trace_prompt_tokens", &o.TraceTokens)
	r.boolean(v.Get("guard"), "guard", &o.Guard)
	r.turns(v.Get(turnsKey))
	r.whole(v.Get(waitingKey), waitingKey, 1, mostWaiting, llm.DefaultMostWaiting, &r.file.MostWaiting)
	r.cache(v.Get(cacheKey))
	r.prompt(v)
	r.llm(section)
}

// isRephraser reports whether the type is that of the rephraser. Rasa names it rephrase, and
// also takes the path of the class.
func (r *reader) isRephraser(v document.Value) bool {
	if v.IsMissing() {
		return true
	}
	name, ok := r.text(v, typeKey)
	if !ok {
		return false
	}
	if strings.EqualFold(name, "rephrase") || strings.HasSuffix(name, ".ContextualResponseRephraser") || strings.HasSuffix(name, ".contextual_response_rephraser") {
		return true
	}
	r.wrong(v, document.Quote(written(v))+" is not the type of Rasa's rephraser", "write `type: rephrase`")
	return false
}

func (r *reader) turns(v document.Value) {
	value, variable, ok := r.resolve(v, turnsKey)
	if !ok {
		return
	}
	if n, ok := value.Int(); ok && n < 1 {
		hint := "write `" + turnsKey + ": 1`"
		if variable != "" {
			hint = "set " + variable + " to 1"
		}
		r.warn(v, turnsKey+" below 1 counts as 1", hint)
		r.file.Options.Turns = 1
		return
	}
	r.whole(v, turnsKey, 1, mostTurns, rephrase.DefaultOptions().Turns, &r.file.Options.Turns)
}

// cache reads the size of the cache and how long it keeps an answer, or whether there is
// one.
func (r *reader) cache(v document.Value) {
	if v.IsMissing() {
		return
	}
	const hint = "write `cache: {size: 1000, ttl: 10m}`"
	value, variable, ok := r.resolve(v, cacheKey)
	if !ok {
		return
	}
	on, isBool := value.Bool()
	switch {
	case isBool && !on:
		return
	case !isBool && variable != "":
		r.wrongVariable(v, cacheKey, variable, "true or false", "true or false")
		return
	case !isBool && !r.Map(v, cacheKey, hint):
		return
	}
	size, ttl := defaultCached, defaultCacheTTL
	r.Keys(v, cacheKey, "size", "ttl")
	r.whole(v.Get("size"), "size", 0, mostCached, defaultCached, &size)
	if d, ok := r.duration(v.Get("ttl"), "ttl", "10m", mostCacheTTL); ok {
		ttl = d
	}
	if size > 0 {
		r.file.Options.CacheSize, r.file.Options.CacheFor = size, ttl
	}
}

// unknown adds the error of an unknown key, and says where one of that name belongs.
func (r *reader) unknown(e document.Entry, what string, known []string) {
	before := len(r.Found)
	name := e.Name()
	other := llmKeys
	hint := "move it below `" + llmKey + ":`"
	if what != nlgKey {
		other, hint = nlgKeys, "move it up, below `"+nlgKey+":`"
	}
	if slices.Contains(other, name) {
		r.wrong(e.Key, "unknown key "+document.Quote(name)+" in "+what, hint)
	} else {
		r.Unknown(e, what, known...)
	}
	r.concealIfSecret(e, r.Found[before].Hint)
}

// oldName warns of a key that is the deprecated name of another.
func (r *reader) oldName(e document.Entry, now string) {
	r.warn(e.Key, e.Name()+" is the old name of "+now, "write `"+now+"`")
}
