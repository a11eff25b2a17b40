package main

import (
	"github.com/spf13/pflag"

	"nlgserver/nlg"
)

// compileFlags are the flags for compiling content.
type compileFlags struct {
	reach
	patterns         bool
	languageFrom     []string
	languageFallback bool
	defaultLanguage  string
}

func (f *compileFlags) register(flags *pflag.FlagSet) {
	f.reach.register(flags)
	flags.BoolVar(&f.patterns, "pattern-responses", true, "answer Rasa Pro's built-in pattern responses if the content does not define them")
	flags.StringArrayVar(&f.languageFrom, "language-from", nil, "where to find the language of a request: slot:NAME, argument:NAME or metadata:NAME; may be repeated, the first one with a value is used (default slot:language)")
	flags.BoolVar(&f.languageFallback, "language-fallback", false, "use the nearest language if a translation is missing: de-AT, then de, then the default")
	flags.StringVar(&f.defaultLanguage, "default-language", "", "language of requests that name none")
}

// options returns the options set by the flags.
func (f *compileFlags) options() (nlg.Options, error) {
	opts := nlg.Options{
		Patterns: f.patterns,
		Language: nlg.LanguageOptions{Fallback: f.languageFallback, Default: f.defaultLanguage},
	}
	for _, text := range f.languageFrom {
		source, err := nlg.ParseLanguageSource(text)
		if err != nil {
			return opts, err
		}
		opts.Language.From = append(opts.Language.From, source)
	}
	return opts, nil
}
