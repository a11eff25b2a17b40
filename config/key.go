package config

import "strings"

// Kind is the type of a setting.
type Kind uint8

// The kinds.
const (
	String Kind = iota
	Bool
	Integer
	// Duration is a number with a unit, such as 1.5s.
	Duration
	// Strings is a list of strings; a single string is a list of one.
	Strings
	// Pairs is a map of names and strings.
	Pairs
)

// Key describes a setting.
type Key struct {
	// Name is the key in the file. That of a setting in a group has the group's name
	// and a dot before it, as in access.token_file.
	Name string
	Kind Kind
	// Usage says what the setting is for, without a capital and a period.
	Usage string
	// Default is the value of a setting that is not in the file, as it is written there;
	// empty for none.
	Default string
	// IsPath is set if the values are paths. Relative ones start at the file's directory.
	IsPath bool
	// PathAfter is what begins a value whose rest is a path, such as dir:; empty for none.
	PathAfter string
	// IsSecret is set if the values must not be shown.
	IsSecret bool
	// IsShort is set for the setting that a group's key has if it has no map.
	IsShort bool
	// Top is the key at the top that sets the same for every assistant; empty if there is
	// none.
	Top string
	// Check returns why a value cannot be used, in words that follow the key's name; nil
	// accepts every value of the kind.
	Check func(text string) error
}

// group returns the group of the key and its name there; the group is empty for a key of
// its own.
func (k *Key) group() (group, name string) {
	if group, name, ok := strings.Cut(k.Name, "."); ok {
		return group, name
	}
	return "", k.Name
}

// Keys are the settings that there are.
type Keys struct {
	// Server are the keys at the top, Assistant those of each assistant.
	Server, Assistant []Key
}

// The keys that say what an assistant serves: its files, or what it follows.
const (
	contentKey = "content"
	fromKey    = "from"
)

// The keys that hold the assistants.
const (
	assistantsKey = "assistants"
	defaultKey    = "default_assistant"
)
