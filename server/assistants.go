package server

import (
	"nlgserver/internal/source"
	"nlgserver/nlg"
)

// OnlyAssistant is the name of the assistant of a server that has no configuration of
// several.
const OnlyAssistant = "default"

// AssistantOptions say what an assistant serves, and how.
type AssistantOptions struct {
	// Name is the assistant's name in routes, logs and metrics.
	Name string
	// ID is the assistant_id that Rasa must send; empty for any.
	ID string
	// Metadata are attributes of the assistant's lines in the log: names and values in
	// turn.
	Metadata []string

	// Paths are the files and directories to serve, in loading order.
	Paths []string
	// Source is served if there are no Paths.
	Source source.Source
	// Release is the store of releases to follow, instead of Paths and Source; nil for none.
	// LastGood is then the copy of the release that was live last.
	Release *ReleaseOptions
	// LastGood, Patterns, Language, OnUnknown and IgnoreRequestID are as in [Options].
	LastGood        string
	Patterns        bool
	Language        nlg.LanguageOptions
	OnUnknown       string
	IgnoreRequestID bool
	// Rephrase has a language model reword messages that ask for it; nil for none.
	Rephrase *RephraseOptions
	// Access says who may call. Its tokens for operators are not used.
	Access AccessOptions
	// Record keeps the last requests of each response.
	Record RecordOptions
	// EnvAllowed reports which environment variables the content may name; nil means all
	// but the server's own and the keys of language models.
	EnvAllowed func(name string) bool
	// FollowLinks follows links in the content that lead out of Paths.
	FollowLinks bool
	// Fingerprint is the same for the same options: an assistant that has that of before
	// goes on as it is when the configuration is read again. Without one it starts anew.
	Fingerprint string
	// SettingName returns what users call a setting of the assistant; nil means as in
	// [Options].
	SettingName func(Setting) string
}

// Assistants are what a configuration says of the assistants.
type Assistants struct {
	// Options are the assistants in the order of the configuration.
	Options []AssistantOptions
	// Default is the name of the one that answers where none is named; empty for none.
	Default string
}

// Configuration is where a server gets its assistants from while it runs.
type Configuration struct {
	// Path is the file that is read again when it changes.
	Path string
	// Read reads it. Restart names the settings in it that have changed and take effect
	// only after a restart. The error says what is wrong with it.
	Read func() (assistants Assistants, restart []string, err error)
}
