package main

import (
	"encoding/hex"
	"log/slog"
	"os"

	"github.com/spf13/pflag"

	"nlgserver/config"
	"nlgserver/internal/diag"
	"nlgserver/rephrase/llm"
	rephrasing "nlgserver/rephrase/settings"
	"nlgserver/server"
)

// rephraseFlag is the flag that names the settings of the language model.
const rephraseFlag = "rephrase"

// rephraseFlags say how messages are reworded.
type rephraseFlags struct {
	// rephrase names the file of the settings; empty for no rewording.
	rephrase string
}

func (f *rephraseFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.rephrase, rephraseFlag, "", "`file` with the nlg and model_groups of Rasa's rephraser, such as its endpoints.yml: a language model rewords the messages that ask for it")
}

// rephraseOptions reads the settings of the language model; nil if there are none. The
// digest differs if the files differ. Warnings go to the log, which may be nil. The error is
// a *[config.Error].
func (f *rephraseFlags) rephraseOptions(log *slog.Logger) (opts *server.RephraseOptions, digest string, err error) {
	if f.rephrase == "" {
		return nil, "", nil
	}
	file, found := rephrasing.Load(f.rephrase, os.LookupEnv)
	if found.HasErrors() {
		return nil, "", &config.Error{Diagnostics: found}
	}
	if log != nil {
		for _, d := range found {
			log.Warn(d.Message, "position", d.Position.String(), "hint", d.Hint)
		}
	}
	opts = &server.RephraseOptions{Options: file.Options, Model: modelOf(file)}
	return opts, hex.EncodeToString(file.Digest[:]), nil
}

// modelOf returns where the model of a file is.
func modelOf(file *rephrasing.File) llm.Options {
	return llm.Options{Deployments: file.Deployments, MostWaiting: file.MostWaiting}
}

// doubtfulModels returns the warnings about the settings of language models, which serve
// writes to the log. Assistants may have the same file.
func (all *configured) doubtfulModels() diag.List {
	var found diag.List
	for _, a := range all.assistants {
		if a.rephrase != "" {
			_, ofFile := rephrasing.Load(a.rephrase, os.LookupEnv)
			found = append(found, ofFile...)
		}
	}
	return found
}

// rephraseFile rejects settings of a language model that cannot be used.
func (r *rules) rephraseFile(f *rephraseFlags) {
	if f.rephrase == "" {
		return
	}
	if _, found := rephrasing.Load(f.rephrase, os.LookupEnv); found.HasErrors() {
		for _, d := range found {
			if d.Severity >= diag.Error {
				r.add(d)
			}
		}
	}
}
