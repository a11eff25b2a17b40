package settings_test

import (
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"nlgserver/interpolate/jinja"
	"nlgserver/rephrase"
	"nlgserver/rephrase/llm"
	"nlgserver/rephrase/settings"
)

// files are the files that the good examples name.
func files(path string) ([]byte, error) {
	data, ok := map[string]string{
		"etc/prompt.jinja2": "\ufeff{% set tone = 'kind' %}Be {{ tone }}, in {{ language }}: {{ suggested_response }} {{ slots.name }} {{ current_input }} {{ history }}",
		"etc/key.txt":       "secret-6\n",
	}[path]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return []byte(data), nil
}

// byDefault is the deployment of a file that says nothing of it.
func byDefault(change func(d *llm.Deployment)) llm.Deployment {
	d := llm.Deployment{
		Provider: "openai", Model: "gpt-5.1-2025-11-13", Key: "sk-secret-1", ReasoningEffort: "none", MaxCompletionTokens: 256, Timeout: 5 * time.Second,
	}
	change(&d)
	return d
}

// older changes the default deployment to a model that takes a temperature.
func older(model string, change func(d *llm.Deployment)) llm.Deployment {
	return byDefault(func(d *llm.Deployment) {
		d.Model, d.ReasoningEffort, d.Temperature = model, "", new(0.3)
		change(d)
	})
}

func same(*llm.Deployment) {}

// TestRephraseGoodFiles checks what files say, in the forms that Rasa documents and in ours.
func TestRephraseGoodFiles(t *testing.T) {
	for _, tt := range []struct {
		name, text  string
		options     func(o *rephrase.Options)
		deployments []llm.Deployment
		waiting     int
		hasPrompt   bool
	}{
		{name: "least", text: "nlg:\n  type: rephrase\n", deployments: []llm.Deployment{byDefault(same)}},
		{name: "class of 3.7", text: "nlg: {type: rasa_plus.ml.ContextualResponseRephraser}\n", deployments: []llm.Deployment{byDefault(same)}},
		{name: "class", text: "nlg: {type: rasa.core.nlg.contextual_response_rephraser.ContextualResponseRephraser, llm: null}\n", deployments: []llm.Deployment{byDefault(same)}},
		{name: "no type", text: "nlg: {}\n", deployments: []llm.Deployment{byDefault(same)}},
		{
			name: "all of nlg",
			text: "nlg:\n  rephrase_all: True\n  summarize_history: false\n  max_historical_turns: 9\n  count_multiple_utterances_as_single_turn: false\n  trace_prompt_tokens: true\n  guard: false\n  max_concurrent: 8\n  cache: {size: 10, ttl: 90}\n",
			options: func(o *rephrase.Options) {
				*o = rephrase.Options{All: true, Turns: 9, TraceTokens: true, Budget: 5 * time.Second, CacheSize: 10, CacheFor: 90 * time.Second}
			},
			deployments: []llm.Deployment{byDefault(same)}, waiting: 8,
		},
		{name: "cache on", text: "nlg: {cache: true}\n", options: func(o *rephrase.Options) { o.CacheSize, o.CacheFor = 1000, 10*time.Minute }, deployments: []llm.Deployment{byDefault(same)}},
		{name: "cache with one key", text: "nlg: {cache: {ttl: 1h}}\n", options: func(o *rephrase.Options) { o.CacheSize, o.CacheFor = 1000, time.Hour }, deployments: []llm.Deployment{byDefault(same)}},
		{name: "cache off", text: "nlg: {cache: {size: 0}}\n", deployments: []llm.Deployment{byDefault(same)}},
		{name: "cache false", text: "nlg: {cache: false}\n", deployments: []llm.Deployment{byDefault(same)}},
		{name: "prompt", text: "nlg: {prompt_template: prompt.jinja2}\n", deployments: []llm.Deployment{byDefault(same)}, hasPrompt: true},
		{
			name:    "llm",
			text:    "nlg:\n  type: rephrase\n  llm:\n    provider: openai\n    model: openai/gpt-4o\n    temperature: 0\n    max_completion_tokens: 64\n    timeout: 1.5\n    api_key: ${MY_KEY}\n    reasoning_effort: low\n",
			options: func(o *rephrase.Options) { o.Budget = 1500 * time.Millisecond },
			deployments: []llm.Deployment{older("gpt-4o", func(d *llm.Deployment) {
				d.Temperature, d.MaxCompletionTokens, d.Timeout, d.Key, d.ReasoningEffort = new(0.0), 64, 1500*time.Millisecond, "secret-3", "low"
			})},
		},
		{name: "no temperature", text: "nlg: {llm: {model: gpt-4o, temperature: null}}\n", deployments: []llm.Deployment{older("gpt-4o", func(d *llm.Deployment) { d.Temperature = nil })}},
		{name: "the only temperature", text: "nlg: {llm: {model: o3-mini, temperature: 1}}\n", deployments: []llm.Deployment{older("o3-mini", func(d *llm.Deployment) { d.Temperature, d.ReasoningEffort = nil, "low" })}},
		{
			name: "merged", text: "nlg: {llm: {model_group: a}}\nmodel_groups:\n- id: a\n  models:\n  - &d\n    provider: openai\n    timeout: 3\n  - <<: *d\n    timeout: 4\n",
			options: func(o *rephrase.Options) { o.Budget = 4 * time.Second },
			deployments: []llm.Deployment{
				byDefault(func(d *llm.Deployment) { d.Timeout = 3 * time.Second }), byDefault(func(d *llm.Deployment) { d.Timeout = 4 * time.Second }),
			},
		},
		{name: "quoted variable", text: "nlg: {llm: {model: gpt-4o, api_key: \"${MY_KEY}\"}}\n", deployments: []llm.Deployment{older("gpt-4o", func(d *llm.Deployment) { d.Key = "secret-3" })}},
		{name: "duration", text: "nlg: {llm: {timeout: 800ms}}\n", options: func(o *rephrase.Options) { o.Budget = 800 * time.Millisecond }, deployments: []llm.Deployment{byDefault(func(d *llm.Deployment) { d.Timeout = 800 * time.Millisecond })}},
		{name: "timeout of a variable", text: "nlg: {llm: {timeout: \"${SECONDS}\"}}\n", options: func(o *rephrase.Options) { o.Budget = 2500 * time.Millisecond }, deployments: []llm.Deployment{byDefault(func(d *llm.Deployment) { d.Timeout = 2500 * time.Millisecond })}},
		{name: "key file", text: "nlg: {llm: {api_key_file: key.txt}}\n", deployments: []llm.Deployment{byDefault(func(d *llm.Deployment) { d.Key, d.KeyFile = "secret-6", "etc/key.txt" })}},
		{
			name: "numbers and booleans of variables",
			text: "nlg:\n  rephrase_all: ${ON}\n  summarize_history: \"${OFF}\"\n  max_historical_turns: ${TURNS}\n  count_multiple_utterances_as_single_turn: ${OFF}\n  trace_prompt_tokens: ${ON}\n  guard: ${OFF}\n  max_concurrent: ${TOKENS}\n  cache: {size: \"1${ZERO}\", ttl: \"${SECONDS}\"}\n" +
				"  llm: {model: gpt-4o, temperature: \"${TEMPERATURE}\", max_completion_tokens: \"${TOKENS}\", use_chat_completions_endpoint: \"${ON}\"}\n",
			options: func(o *rephrase.Options) {
				*o = rephrase.Options{All: true, Turns: 9, TraceTokens: true, Budget: 5 * time.Second, CacheSize: 10, CacheFor: 2500 * time.Millisecond}
			},
			deployments: []llm.Deployment{older("gpt-4o", func(d *llm.Deployment) { d.Temperature, d.MaxCompletionTokens = new(0.7), 64 })}, waiting: 64,
		},
		{name: "temperature of a variable", text: "nlg:\n  cache: ${OFF}\n  llm:\n    model: gpt-4o\n    temperature: ${NULL}\n", deployments: []llm.Deployment{older("gpt-4o", func(d *llm.Deployment) { d.Temperature = nil })}},
		{
			name:        "anchors at the top",
			text:        "x-base: &x {timeout: 3, temperature: 0.5}\nx-other: 5\nnlg:\n  llm:\n    <<: *x\n    model: gpt-4o\n",
			options:     func(o *rephrase.Options) { o.Budget = 3 * time.Second },
			deployments: []llm.Deployment{older("gpt-4o", func(d *llm.Deployment) { d.Temperature, d.Timeout = new(0.5), 3*time.Second })},
		},
		{
			name: "self-hosted",
			text: "nlg:\n  llm:\n    provider: self-hosted\n    model: meta-llama/Meta-Llama-3-8B\n    api_base: http://localhost:8000/v1/\n    use_chat_completions_endpoint: true\n    headers: {x-team: \"a ${MY_KEY}\"}\n",
			deployments: []llm.Deployment{older("meta-llama/Meta-Llama-3-8B", func(d *llm.Deployment) {
				d.Provider, d.Key, d.BaseURL, d.Headers = "self-hosted", "secret-5", "http://localhost:8000/v1", map[string]string{"X-Team": "a secret-3"}
			})},
		},
		{
			name: "header instead of a key",
			text: "nlg:\n  llm:\n    model: gpt-4o\n    api_base: http://10.0.0.7:4000\n    headers:\n      Authorization: Basic ${MY_KEY}\n",
			deployments: []llm.Deployment{older("gpt-4o", func(d *llm.Deployment) {
				d.Key, d.BaseURL, d.Headers = "", "http://10.0.0.7:4000", map[string]string{"Authorization": "Basic secret-3"}
			})},
		},
		{
			name:    "group of one",
			text:    "nlg:\n  type: rephrase\n  llm:\n    model_group: openai_llm\nmodel_groups:\n  - id: openai_llm\n    models:\n      - provider: openai\n        model: gpt-4o-2024-11-20\n        timeout: 7\n        temperature: 0.0\n  - id: openai_embeddings\n    models:\n      - provider: openai\n        model: text-embedding-3-large\n        dimensions: 3\n",
			options: func(o *rephrase.Options) { o.Budget = 7 * time.Second },
			deployments: []llm.Deployment{older("gpt-4o-2024-11-20", func(d *llm.Deployment) {
				d.Temperature, d.Timeout = new(0.0), 7*time.Second
			})},
		},
		{
			name:    "group of several, azure",
			text:    "nlg:\n  llm:\n    model_group: azure_llm_deployments\n    timeout: 3\nmodel_groups:\n  - id: azure_llm_deployments\n    models:\n      - provider: azure\n        deployment: rasa-gpt-4\n        api_base: https://azure-deployment.example.com/\n        api_version: \"2024-02-15-preview\"\n        api_key: ${MY_KEY}\n      - provider: azure\n        deployment: fast\n        model: gpt-5-mini\n        api_base: https://other.example.com\n        api_version: 2024-10-21\n    router:\n      routing_strategy: simple-shuffle\n      redis_password: ${REDIS_PASSWORD}\n",
			options: func(o *rephrase.Options) { o.Budget = 3 * time.Second },
			deployments: []llm.Deployment{
				older("rasa-gpt-4", func(d *llm.Deployment) {
					d.Provider, d.AzureDeployment, d.APIVersion, d.BaseURL, d.Key = "azure", "rasa-gpt-4", "2024-02-15-preview", "https://azure-deployment.example.com", "secret-3"
				}),
				byDefault(func(d *llm.Deployment) {
					d.Provider, d.AzureDeployment, d.APIVersion, d.BaseURL, d.Key = "azure", "fast", "2024-10-21", "https://other.example.com", "secret-2"
					d.Model, d.ReasoningEffort = "gpt-5-mini", "minimal"
				}),
			},
		},
		{
			name:        "a whole endpoints.yml",
			text:        "version: \"3.1\"\naction_endpoint:\n  url: ${ACTIONS_URL}\ntracker_store:\n  type: SQL\n  password: ${DB_PASSWORD}\nlock_store: {type: redis, password: \"a b: c\"}\nevent_broker:\n  url: ${NLG_BROKER}\n  password: $ecret ${X}\nvector_store: {type: qdrant}\ntracing: {type: otlp, endpoint: localhost:4317}\nmetrics:\nsecrets_manager: {type: vault, token: x}\nnlu:\nmodels: {url: x}\nnlg:\n  type: rephrase\n",
			deployments: []llm.Deployment{byDefault(same)},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f, found := settings.Read("etc/endpoints.yml", []byte(tt.text), env, files)
			if len(found) > 0 {
				var b strings.Builder
				_ = found.WriteText(&b)
				t.Fatal(b.String())
			}
			options := rephrase.DefaultOptions()
			if tt.options != nil {
				tt.options(&options)
			}
			if diff := cmp.Diff(options, f.Options, cmpopts.IgnoreFields(rephrase.Options{}, "Prompt")); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.deployments, f.Deployments); diff != "" {
				t.Error(diff)
			}
			if waiting := max(tt.waiting, 0); waiting != 0 && f.MostWaiting != waiting || waiting == 0 && f.MostWaiting != llm.DefaultMostWaiting {
				t.Errorf("%d may wait", f.MostWaiting)
			}
			if hasPrompt := f.Options.Prompt != (*jinja.Template)(nil); hasPrompt != tt.hasPrompt {
				t.Errorf("prompt: %t", hasPrompt)
			}
		})
	}
}

// TestRephraseVariablesOfRasa checks the variables that Rasa reads if the file has none.
func TestRephraseVariablesOfRasa(t *testing.T) {
	variables := map[string]string{
		"AZURE_API_BASE": "https://name.example.com/", "AZURE_API_VERSION": "v", "AZURE_API_KEY": "k",
		"SELF_HOSTED_LLM_API_KEY": "s", "OPENAI_API_KEY": "o", "OPENAI_API_BASE": "https://proxy.example.com/v1",
	}
	lookup := func(name string) (string, bool) {
		value, ok := variables[name]
		return value, ok
	}
	for text, want := range map[string]llm.Deployment{
		"provider: azure, deployment: d":                            {Key: "k", BaseURL: "https://name.example.com", APIVersion: "v"},
		"provider: self-hosted, model: m, api_base: http://vllm/v1": {Key: "s", BaseURL: "http://vllm/v1"},
		"provider: self-hosted, model: m, api_base: http://tgi/v1":  {Key: "s", BaseURL: "http://tgi/v1"},
		"model: gpt-4o": {Key: "o", BaseURL: "https://proxy.example.com/v1"},
	} {
		f, found := settings.Read("e.yml", []byte("nlg: {llm: {"+text+"}}\n"), lookup, files)
		if len(found) > 0 {
			t.Errorf("%s: %v", text, found)
			continue
		}
		if d := f.Deployments[0]; d.Key != want.Key || d.BaseURL != want.BaseURL || d.APIVersion != want.APIVersion {
			t.Errorf("%s: %+v, key %q", text, d, string(d.Key))
		}
	}
	variables["HOSTED_VLLM_API_KEY"] = "h"
	if f, found := settings.Read("e.yml", []byte("nlg: {llm: {provider: self-hosted, model: m, api_base: http://vllm/v1}}\n"), lookup, files); f.Deployments[0].Key != "h" {
		t.Errorf("the key of HOSTED_VLLM_API_KEY is not read: %v", found)
	}
	variables["OPENAI_API_BASE"] = "nowhere"
	variables["OPENAI_API_KEY"] = ""
	_, found := settings.Read("e.yml", []byte("nlg: {type: rephrase}\n"), lookup, files)
	var messages []string
	for _, d := range found {
		messages = append(messages, d.Position.String()+" "+d.Message)
	}
	want := []string{
		"e.yml:1:1 provider openai needs a key, and environment variable OPENAI_API_KEY is not set",
		"e.yml:1:1 environment variable OPENAI_API_BASE must be an http or https URL",
	}
	if diff := cmp.Diff(want, messages); diff != "" {
		t.Error(diff)
	}
}

// TestRephraseFamilies checks what is sent to the models that refuse a temperature.
func TestRephraseFamilies(t *testing.T) {
	for model, want := range map[string]string{
		"gpt-4o": "0.3", "gpt-4.1-mini": "0.3", "gpt-3.5-turbo": "0.3", "llama": "0.3", "mistral/o3x": "0.3", "gpt-50": "0.3",
		"gpt-5": "minimal", "gpt-5-2025-08-07": "minimal", "gpt-5-mini": "minimal", "openrouter/openai/gpt-5-nano": "minimal",
		"gpt-5.1": "none", "gpt-5.1-2025-11-13": "none", "gpt-5.2": "none", "GPT-5.4-mini": "none",
		"gpt-5-codex": "low", "gpt-5.1-codex-mini": "low", "gpt-5-pro": "", "gpt-5.2-pro": "",
		"gpt-5-chat-latest": "0.3", "gpt-5.2-chat-latest": "",
		"o1": "low", "o1-mini": "", "o1-preview": "", "o3": "low", "o3-mini": "low", "o4-mini": "low",
	} {
		f, found := settings.Read("e.yml", []byte("nlg:\n  llm: {model: "+model+"}\n"), env, files)
		if len(found) > 0 {
			t.Errorf("%s: %v", model, found)
			continue
		}
		d := f.Deployments[0]
		got := d.ReasoningEffort
		if d.Temperature != nil {
			got += "0.3"
		}
		if got != want {
			t.Errorf("%s: %q, want %q", model, got, want)
		}
	}
}

// TestRephraseNearHosts checks to which hosts a key may go without encryption.
func TestRephraseNearHosts(t *testing.T) {
	for host, isNear := range map[string]bool{
		"localhost": true, "127.0.0.1": true, "[::1]": true, "10.1.2.3": true, "192.168.0.1": true, "172.20.0.1": true, "169.254.1.1": true, "[fd00::1]": true,
		"vllm": true, "vllm.models.svc": true, "vllm.models.svc.cluster.local": true, "host.docker.internal": true, "a.localhost.": true,
		"8.8.8.8": false, "[2001:db8::1]": false, "api.example.com": false, "local.example.com": false, "172.32.0.1": false,
	} {
		_, found := settings.Read("e.yml", []byte("nlg:\n  llm:\n    api_base: http://"+host+":8000/v1\n"), env, files)
		if (len(found) == 0) != isNear || found.Refused() {
			t.Errorf("%s: %v", host, found)
		}
	}
}
