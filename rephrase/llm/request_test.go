package llm

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"nlgserver/rephrase/llm/llmtest"
)

func message1(text string) []any { return []any{map[string]any{"role": "user", "content": text}} }

func TestRephraseRequest(t *testing.T) {
	s := llmtest.New(t)
	temperature := 0.3
	prompt := "Say \"<b>\" & 'ü' \u2028\n"
	for _, c := range []struct {
		name   string
		d      Deployment
		url    string
		body   map[string]any
		header map[string]string
		model  string
	}{
		{
			"OpenAI",
			Deployment{Model: "gpt-5.1", BaseURL: s.URL, Key: "sk-test", ReasoningEffort: "none"},
			"/v1/chat/completions",
			map[string]any{"model": "gpt-5.1", "messages": message1(prompt), "reasoning_effort": "none", "max_completion_tokens": 256.0},
			map[string]string{"Authorization": "Bearer sk-test"},
			"gpt-5.1",
		},
		{
			"OpenAI with all",
			Deployment{Provider: OpenAI, Model: "gpt-4o", BaseURL: s.URL + "/", Temperature: &temperature, MaxCompletionTokens: 9, Headers: Headers{"x-team": "a b", "Authorization": "Basic eA=="}, Key: "k"},
			"/v1/chat/completions",
			map[string]any{"model": "gpt-4o", "messages": message1(prompt), "temperature": 0.3, "max_completion_tokens": 9.0},
			map[string]string{"Authorization": "Basic eA==", "X-Team": "a b"},
			"gpt-4o",
		},
		{
			"self-hosted",
			Deployment{Provider: SelfHosted, Model: "org/a-model", BaseURL: s.URL, Temperature: new(float64)},
			"/v1/chat/completions",
			map[string]any{"model": "org/a-model", "messages": message1(prompt), "temperature": 0.0, "max_tokens": 256.0},
			map[string]string{"Authorization": "", "Api-Key": ""},
			"org/a-model",
		},
		{
			"Azure",
			Deployment{Provider: Azure, BaseURL: s.Root + "/", Key: "secret", AzureDeployment: "our gpt", APIVersion: "2024-10-21"},
			"/openai/deployments/our%20gpt/chat/completions?api-version=2024-10-21",
			map[string]any{"messages": message1(prompt), "max_completion_tokens": 256.0},
			map[string]string{"Authorization": "", "Api-Key": "secret"},
			"our gpt",
		},
		{
			"Azure with an old version",
			Deployment{Provider: Azure, Model: "gpt-4o", BaseURL: s.Root, AzureDeployment: "a", APIVersion: "2024-08-01-preview"},
			"/openai/deployments/a/chat/completions?api-version=2024-08-01-preview",
			map[string]any{"messages": message1(prompt), "max_tokens": 256.0},
			map[string]string{"Api-Key": ""},
			"gpt-4o",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := complete(t, open(t, Options{Deployments: []Deployment{c.d}}), prompt, ample)
			if err != nil || got.Model != c.model {
				t.Errorf("%+v, %v", got, err)
			}
			requests := s.Requests()
			r := requests[len(requests)-1]
			if r.URL.String() != c.url || r.Prompt != prompt {
				t.Errorf("%s, want %s; prompt %q", r.URL, c.url, r.Prompt)
			}
			if diff := cmp.Diff(c.body, r.Body); diff != "" {
				t.Errorf("body (-want +got):\n%s", diff)
			}
			c.header["Content-Type"], c.header["Accept"] = "application/json", "application/json"
			c.header["User-Agent"], c.header["Accept-Encoding"], c.header["Idempotency-Key"] = "nlgserver", "", ""
			for name, want := range c.header {
				if got := strings.Join(r.Header[name], ","); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
		})
	}
}

func TestRephraseDefaultAddress(t *testing.T) {
	c := open(t, Options{Deployments: []Deployment{{Model: "gpt-4o"}}})
	if got, want := c.targets[0].address, "https://api.openai.com/v1/chat/completions"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if c.mostWaiting != DefaultMostWaiting || c.String() != "client of 1 deployments" {
		t.Errorf("%s, with %d waiting", c, c.mostWaiting)
	}
}

func TestRephraseOptions(t *testing.T) {
	nan := math.NaN()
	for want, d := range map[string]Deployment{
		`provider "cohere" is not supported; use openai, azure, or self-hosted`: {Provider: "cohere", Model: "m"},
		"provider azure needs the name of the deployment":                       {Provider: Azure, BaseURL: "https://example.com", APIVersion: "2024-10-21"},
		"needs the name of the deployment and the version of the API":           {Provider: Azure, BaseURL: "https://example.com", AzureDeployment: "a"},
		`base URL of the API is missing, which provider "azure" needs`:          {Provider: Azure, AzureDeployment: "a", APIVersion: "1"},
		`base URL of the API is missing, which provider "self-hosted" needs`:    {Provider: SelfHosted, Model: "m"},
		"the name of the model is missing":                                      {},
		"must have the form https://HOST/PATH or http://HOST/PATH":              {Model: "m", BaseURL: "zebra:lion"},
		"must have the form":                                 {Model: "m", BaseURL: "https://:443/zebra"},
		"must have the form https":                           {Model: "m", BaseURL: "http://zebra lion/"},
		"has no user, no password":                           {Model: "m", BaseURL: "https://zebra:lion@example.com"},
		"no query":                                           {Model: "m", BaseURL: "https://example.com?zebra=lion"},
		"no fragment":                                        {Model: "m", BaseURL: "https://example.com#zebra"},
		"a maximum of -1 tokens is less than 1":              {Model: "m", MaxCompletionTokens: -1},
		"timeout -1s is negative":                            {Model: "m", Timeout: -time.Second},
		"the temperature is not a number":                    {Model: "m", Temperature: &nan},
		"the key must be ASCII without spaces and line ends": {Model: "m", Key: "sk-zebra\n"},
		"the name of a header may have letters":              {Model: "m", Headers: Headers{"zebra: x": "lion"}},
		"header hOst cannot be set":                          {Model: "m", Headers: Headers{"hOst": "lion"}},
		"the value of header X-A has a line end":             {Model: "m", Headers: Headers{"X-A": "zebra\r\nX-B: lion"}},
	} {
		_, err := New(Options{Deployments: []Deployment{at("https://example.com"), d}})
		if err == nil || !strings.HasPrefix(err.Error(), "deployment 2: ") || !strings.Contains(err.Error(), want) ||
			strings.Contains(err.Error(), "zebra") || strings.Contains(err.Error(), "lion") {
			t.Errorf("%v, want %s", err, want)
		}
	}
	for want, o := range map[string]Options{
		"there is no deployment of a model":            {},
		"a maximum of -1 waiting calls is less than 1": {Deployments: []Deployment{at("")}, MostWaiting: -1},
	} {
		if _, err := New(o); err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}
