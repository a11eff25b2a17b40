package llm

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// The providers.
const (
	// OpenAI is OpenAI, or a server that takes what OpenAI takes.
	OpenAI = "openai"
	// Azure is Azure OpenAI.
	Azure = "azure"
	// SelfHosted is a server such as vLLM, llama.cpp, or Ollama.
	SelfHosted = "self-hosted"
)

const (
	// openAIAddress is where OpenAI is.
	openAIAddress = "https://api.openai.com/v1"
	// defaultTokens is how long an answer may be, in tokens, if nothing else is said: Rasa's
	// own limit.
	defaultTokens = 256
)

// Deployment is one model at one address.
type Deployment struct {
	// Provider is [OpenAI], which is the default, [Azure], or [SelfHosted].
	Provider string
	// Model is the model's name. With Azure it is not sent, and may be empty.
	Model string
	// BaseURL is the address of the API, to which /chat/completions is appended (with Azure
	// the address of the resource). It may be empty for OpenAI's own.
	BaseURL string
	// Key is the secret of the API; empty for none.
	Key Key
	// KeyFile is the file that the key is from, and that may get another key at any time;
	// empty for none.
	KeyFile string
	// Headers are sent with each request; one of them may replace the key's.
	Headers Headers
	// CAFile names a file of certificates, in PEM, that may sign the server's, in addition to
	// those of the system; empty for none.
	CAFile string
	// Temperature is sent if it is not nil. GPT-5 and the o models refuse it.
	Temperature *float64
	// ReasoningEffort is sent if it is not empty.
	ReasoningEffort string
	// MaxCompletionTokens is how many tokens an answer may have: 256, if 0.
	MaxCompletionTokens int
	// Timeout is how long one call may take; 0 for as long as its context allows.
	Timeout time.Duration
	// AzureDeployment and APIVersion are the name of the deployment and the version of the
	// API, which Azure needs.
	AzureDeployment, APIVersion string
}

// IsHeaderName reports whether a header can have the name: a token of RFC 9110, section 5.6.2.
func IsHeaderName(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("!#$%&'*+-.^_`|~", r)
	})
}

// IsReserved reports whether a header belongs to the exchange itself, so that no deployment
// may set it.
func IsReserved(name string) bool {
	return slices.Contains(reservedHeaders, http.CanonicalHeaderKey(name))
}

var reservedHeaders = []string{"Accept-Encoding", "Connection", "Content-Length", "Content-Type", "Host", "Te", "Trailer", "Transfer-Encoding", "Upgrade"}

// name is what a completion and an error call the model.
func (d *Deployment) name() string {
	if d.Model == "" {
		return d.AzureDeployment
	}
	return d.Model
}

// address returns where requests are sent. No error has a part of a secret, which addresses
// may have by mistake.
func (d *Deployment) address() (*url.URL, error) {
	base := d.BaseURL
	if base == "" && d.Provider == OpenAI {
		base = openAIAddress
	}
	if base == "" {
		return nil, fmt.Errorf("the base URL of the API is missing, which provider %q needs", d.Provider)
	}
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return nil, errors.New("the base URL of the API must have the form https://HOST/PATH or http://HOST/PATH")
	}
	if u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" {
		return nil, errors.New("the base URL of the API has no user, no password, no query and no fragment: use the key or a header for a secret")
	}
	if d.Provider != Azure {
		return u.JoinPath("chat", "completions"), nil
	}
	u = u.JoinPath("openai", "deployments", url.PathEscape(d.AzureDeployment), "chat", "completions")
	u.RawQuery = url.Values{"api-version": {d.APIVersion}}.Encode()
	return u, nil
}

// check returns what is wrong beside the address.
func (d *Deployment) check() error {
	switch {
	case !slices.Contains([]string{OpenAI, Azure, SelfHosted}, d.Provider):
		return fmt.Errorf("provider %q is not supported; use %s, %s, or %s", d.Provider, OpenAI, Azure, SelfHosted)
	case d.Provider == Azure && (d.AzureDeployment == "" || d.APIVersion == ""):
		return errors.New("provider azure needs the name of the deployment and the version of the API")
	case d.Provider != Azure && d.Model == "":
		return errors.New("the name of the model is missing")
	case d.MaxCompletionTokens < 0:
		return fmt.Errorf("a maximum of %d tokens is less than 1", d.MaxCompletionTokens)
	case d.Timeout < 0:
		return fmt.Errorf("timeout %v is negative", d.Timeout)
	case d.Temperature != nil && (math.IsNaN(*d.Temperature) || math.IsInf(*d.Temperature, 0)):
		return errors.New("the temperature is not a number")
	case d.Key != "" && !IsKey(string(d.Key)):
		return errors.New("the key must be ASCII without spaces and line ends")
	}
	for name, value := range d.Headers {
		if !IsHeaderName(name) {
			return errors.New("the name of a header may have letters, digits, dashes, and underscores")
		}
		if IsReserved(name) {
			return fmt.Errorf("header %s cannot be set", name)
		}
		if strings.ContainsFunc(value, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
			return fmt.Errorf("the value of header %s has a line end or another control character", name)
		}
	}
	return nil
}
