package desk

import (
	"context"

	"nlgserver/lint"
	"nlgserver/nlg"
)

// Options say how content is compiled and checked, and what else is known of the
// assistant.
type Options struct {
	// Compile says how the content is compiled, and Lint how it is checked.
	Compile nlg.Options
	Lint    lint.Options
	// Settings turn findings off.
	Settings lint.Settings
	// Request reads the saved request that an expectation file refers to by name; nil
	// means that there are none.
	Request func(from, name string) ([]byte, error)
	// Beside reads what is beside the content, each time that the content is read; nil
	// for nothing.
	Beside func(ctx context.Context) Beside
	// Recordings is the directory of recorded requests that serve --record writes;
	// empty for none.
	Recordings string
}

// Beside is what is beside the content.
type Beside struct {
	// Domains are more files that declare slots and intents.
	Domains []nlg.File
	// Tests are expectation files.
	Tests []nlg.File
}
