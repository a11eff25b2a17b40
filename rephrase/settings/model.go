package settings

import (
	"slices"
	"time"

	"nlgserver/internal/document"
	"nlgserver/rephrase"
	"nlgserver/rephrase/llm"
)

// The keys of a model, below llm or in a group.
const (
	providerKey    = "provider"
	modelKey       = "model"
	temperatureKey = "temperature"
	effortKey      = "reasoning_effort"
	tokensKey      = "max_completion_tokens"
	baseKey        = "api_base"
	apiKey         = "api_key"
	keyFileKey     = "api_key_file"
	headersKey     = "headers"
	caKey          = "cafile"
	versionKey     = "api_version"
	deploymentKey  = "deployment"
	groupKey       = "model_group"
)

var modelKeys = []string{
	providerKey, modelKey, temperatureKey, effortKey, tokensKey, timeoutKey, baseKey, apiKey, keyFileKey, headersKey, caKey, versionKey,
	deploymentKey, chatKey,
}

// llmKeys are those below llm.
var llmKeys = append(slices.Clone(modelKeys), groupKey)

// oldNames are the deprecated names of keys, which Rasa still reads.
var oldNames = map[string]string{
	"model_name": modelKey, "max_tokens": tokensKey, "request_timeout": timeoutKey,
	"type": providerKey, "_type": providerKey, "api_type": providerKey, "openai_api_type": providerKey,
	"openai_api_base": baseKey, "openai_api_key": apiKey, "openai_api_version": versionKey,
	"deployment_name": deploymentKey, "engine": deploymentKey,
}

// notSent are settings of a request, or of the program that Rasa sends it with, that are
// not sent here. Each changes what a model answers or how it is asked, so that leaving one
// out in silence would be a surprise. The value is the hint.
var notSent = map[string]string{
	"top_p": "", "n": "", "stop": "", "seed": "", "frequency_penalty": "", "presence_penalty": "", "logit_bias": "", "logprobs": "",
	"response_format": "", "user": "", "stream": "", "extra_parameters": "", "extra_body": "", "verbosity": "", "service_tier": "",
	"num_retries": "", "max_retries": "", "drop_params": "", "organization": "", "use_shared_session": "", "format": "",
	"oauth":           "name a key by `api_key: ${AZURE_API_KEY}`, or a file that your own program renews by `api_key_file`",
	"extra_headers":   "write `headers`",
	"ssl_verify":      "name the certificates to trust by `cafile`",
	"ssl_certificate": "name the certificates to trust by `cafile`",
}

// ofRouter are what Rasa's router weighs models by.
var ofRouter = []string{"weight", "rpm", "tpm", "order"}

const (
	// defaultTokens bounds an answer, and mostTokens what a file may set it to.
	defaultTokens = 256
	mostTokens    = 100_000
	// mostTimeout is how long Rasa waits for its NLG server.
	mostTimeout = 300 * time.Second
)

// DefaultModel is Rasa's since 3.16.0.
const DefaultModel = "gpt-5.1-2025-11-13"

// canonical returns the name of a key of a model, empty if there is none.
func canonical(name string) string {
	if now, ok := oldNames[name]; ok {
		return now
	}
	if slices.Contains(modelKeys, name) {
		return name
	}
	return ""
}

// model is a map of llm or of a group.
type model struct {
	*reader
	llm.Deployment
	// at is where a setting would be that is missing.
	at      document.Value
	entries map[string]document.Entry
}

// deployment reads a model; v is missing if the file has only defaults.
func (r *reader) deployment(v, at document.Value, what string) llm.Deployment {
	m := &model{reader: r, at: at, entries: map[string]document.Entry{}}
	m.collect(v, what)
	m.MaxCompletionTokens, m.Timeout = defaultTokens, rephrase.DefaultBudget
	r.whole(m.value(tokensKey), tokensKey, 1, mostTokens, defaultTokens, &m.MaxCompletionTokens)
	if d, ok := r.duration(m.value(timeoutKey), timeoutKey, "5", mostTimeout); ok {
		m.Timeout = d
	}
	r.chatOnly(m.value(chatKey))
	m.caFile()
	m.headers()
	m.provider()
	m.sampling()
	return m.Deployment
}

// value returns the value of a key, missing if there is none.
func (m *model) value(key string) document.Value { return m.entries[key].Value }

// collect notes the entries by the names that the keys have now.
func (m *model) collect(v document.Value, what string) {
	for e := range v.Entries() {
		name := e.Name()
		hint, isNotSent := notSent[name]
		now := canonical(name)
		switch {
		case isNotSent:
			if hint == "" {
				hint = "remove it; a request has " + temperatureKey + ", " + effortKey + " and " + tokensKey
			}
			m.wrong(e.Key, name+" is not supported", hint)
			m.concealIfSecret(e, "")
		case slices.Contains(ofRouter, name):
			m.warn(e.Key, "the models of a group take turns here, whatever "+name+" says", "remove it")
		case now == "" && what == llmKey:
			m.unknown(e, what, llmKeys)
		case now == "":
			m.unknown(e, what, modelKeys)
		default:
			m.concealSetting(e, now)
			if other, ok := m.entries[now]; ok {
				e = m.sameSetting(other, e, now)
			}
			m.entries[now] = e
		}
	}
	for now, e := range m.entries {
		if e.Name() != now {
			m.oldName(e, now)
		}
	}
}

// sameSetting says that two entries are one setting, and returns the one that counts: that
// with the name of now. It is an error if their values differ.
func (r *reader) sameSetting(first, second document.Entry, now string) document.Entry {
	kept, other := first, second
	if second.Name() == now {
		kept, other = second, first
	}
	message := first.Name() + " and " + second.Name() + " are the same setting"
	if isSame(now, first.Value, second.Value) {
		r.warn(other.Key, message, "remove `"+other.Name()+"`")
	} else {
		r.wrong(second.Key, message, "remove one of them")
	}
	return kept
}

// isSame reports whether two values of a setting are the same.
func isSame(setting string, a, b document.Value) bool {
	if !a.IsScalar() || !b.IsScalar() {
		return false
	}
	x, isNumber := a.Float()
	y, isOther := b.Float()
	if isNumber && isOther {
		return x == y
	}
	first, second := a.Printed(), b.Printed()
	if setting == providerKey {
		first, second = withoutOld(first), withoutOld(second)
	}
	return first == second
}

// withoutOld returns the name of a provider for its old one.
func withoutOld(provider string) string {
	if provider == "open_ai" { // with openai_api_type
		return openAI
	}
	return provider
}

// nameOf returns the name of a key as the file has it.
func (m *model) nameOf(key string) string {
	if e, ok := m.entries[key]; ok {
		return e.Name()
	}
	return key
}

// textOf reads the string of a key.
func (m *model) textOf(key string) (string, bool) { return m.text(m.value(key), m.nameOf(key)) }
