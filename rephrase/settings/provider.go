package settings

import (
	"slices"
	"strings"

	"nlgserver/internal/document"
)

// The providers.
const (
	openAI     = "openai"
	azure      = "azure"
	selfHosted = "self-hosted"
)

// rasas is the provider of the models that Rasa hosts, which its tutorials use.
const rasas = "rasa"

var providers = []string{openAI, azure, selfHosted}

// needs are what each provider must have, and the variables that Rasa reads if the file
// has none.
var needs = map[string]struct {
	// otherKey is read if keyVariable is not set.
	keyVariable, otherKey, baseVariable, versionVariable string
	needsKey, needsBase, needsModel                      bool
}{
	openAI:     {keyVariable: "OPENAI_API_KEY", baseVariable: "OPENAI_API_BASE", needsKey: true},
	azure:      {keyVariable: "AZURE_API_KEY", baseVariable: "AZURE_API_BASE", versionVariable: "AZURE_API_VERSION", needsKey: true, needsBase: true},
	selfHosted: {keyVariable: "HOSTED_VLLM_API_KEY", otherKey: "SELF_HOSTED_LLM_API_KEY", needsBase: true, needsModel: true},
}

func (m *model) provider() {
	m.Provider = openAI
	if v := m.value(providerKey); !v.IsMissing() {
		name, ok := m.textOf(providerKey)
		name = withoutOld(name)
		if !ok {
			return
		}
		if !slices.Contains(providers, name) {
			m.noProvider(v, written(v))
			return
		}
		m.Provider = name
	}
	m.azure()
	m.model()
	m.key()
	m.base()
}

func (m *model) noProvider(v document.Value, name string) {
	hint := "the providers are openai, azure and self-hosted; for a model with an OpenAI-compatible address, write `provider: self-hosted` and the address as `api_base`"
	if name == rasas {
		hint = "write `provider: " + selfHosted + "`, and a line `api_key: ${RASA_LICENSE}`: Rasa sends its license to this address as the key"
	}
	if name := strings.NewReplacer("_", "-", " ", "-").Replace(strings.ToLower(name)); slices.Contains(providers, name) {
		hint = "write `provider: " + name + "`"
	}
	m.wrong(v, "provider "+document.Quote(name)+" is not supported", hint)
}

// azure reads what only azure has.
func (m *model) azure() {
	for _, key := range [...]string{deploymentKey, versionKey} {
		if e, ok := m.entries[key]; ok && m.Provider != azure {
			hint := "write `provider: azure`"
			if m.value(providerKey).IsMissing() {
				hint = "add `provider: azure`"
			}
			m.wrong(e.Key, e.Name()+" is a setting of provider azure, not of "+m.Provider, hint+", or remove the line")
			break
		}
	}
	if m.Provider != azure {
		return
	}
	m.AzureDeployment, _ = m.textOf(deploymentKey)
	if m.value(deploymentKey).IsMissing() {
		m.wrong(m.at, "provider azure needs a deployment", "add `deployment: NAME`")
	}
	m.APIVersion, _ = m.textOf(versionKey)
	if m.value(versionKey).IsMissing() {
		variable := needs[azure].versionVariable
		if m.APIVersion, _ = m.env(variable); m.APIVersion == "" {
			m.wrong(m.at, "provider azure needs an API version", "add `api_version: 2024-10-21`, or set "+variable)
		}
	}
}

// model reads the name of the model.
func (m *model) model() {
	name, ok := m.textOf(modelKey)
	switch isMissing := m.value(modelKey).IsMissing(); {
	case ok && m.Provider == openAI:
		name = strings.TrimPrefix(name, openAI+"/")
	case ok:
	case isMissing && m.Provider == azure:
		name = m.AzureDeployment
	case isMissing && needs[m.Provider].needsModel:
		m.wrong(m.at, "provider "+m.Provider+" needs a model", "add `model: NAME`, as its server names it")
	case isMissing:
		name = DefaultModel
	}
	m.Model = name
}
