package main

import (
	"github.com/spf13/pflag"

	"nlgserver/nlg"
)

// compileFlags are how content is compiled, whatever is done with it then.
type compileFlags struct {
	patterns         bool
	languageFrom     []string
	languageFallback bool
	defaultLanguage  string
}

func (f *compileFlags) register(flags *pflag.FlagSet) {
	flags.BoolVar(&f.patterns, "pattern-responses", true, "answer Rasa Pro's built-in pattern responses where the content does not")
	flags.StringArrayVar(&f.languageFrom, "language-from", nil, "where the language of a request is found: slot:NAME, argument:NAME or metadata:NAME; may be given several times, the first that has one counts (default slot:language)")
	flags.BoolVar(&f.languageFallback, "language-fallback", false, "where a language has no translation use the nearest: de-AT, de, the default")
	flags.StringVar(&f.defaultLanguage, "default-language", "", "the language of a request that names none")
}

// options returns what the flags say.
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
