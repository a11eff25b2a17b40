package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/pflag"

	"nlgserver/config"
	"nlgserver/internal/document"
	"nlgserver/internal/source"
	rephrasing "nlgserver/rephrase/settings"
)

// previewRephrase is the value of preview's --rephrase: a file, or none for the file that
// is found.
type previewRephrase struct {
	path string
	// isBare is set for a flag without a file.
	isBare bool
}

// noFile is what pflag sets for a flag without =FILE. It is shown in the help, as
// --rephrase[=FILE].
const noFile = "FILE"

// settingsNames are the files that are looked for, the first one first.
var settingsNames = []string{"rephrase.yml", "endpoints.yml"}

func (f *previewRephrase) register(flags *pflag.FlagSet) {
	flags.Var(f, rephraseFlag, "also have a language model reword the message, with the settings in FILE as for serve --rephrase, and show prompts, answers, and what the guard says")
	flags.Lookup(rephraseFlag).NoOptDefVal = noFile
}

// String implements [pflag.Value].
func (f *previewRephrase) String() string { return f.path }

// Set implements [pflag.Value].
func (f *previewRephrase) Set(text string) error {
	f.path, f.isBare = text, text == noFile
	return nil
}

// Type implements [pflag.Value]. The help shows no type beside [noFile].
func (f *previewRephrase) Type() string { return "" }

// check rejects flags and arguments that cannot be meant. The environment may set the flag
// for all previews, also for those that it is not for.
func (f *previewRephrase) check(flags *pflag.FlagSet, args []string, matrix bool) error {
	if matrix && f.path != "" {
		if _, byEnv := flags.Lookup(rephraseFlag).Annotations[fromEnv]; !byEnv {
			return errors.New("--rephrase is for one channel and one language: leave out --all-channels and --all-languages")
		}
		*f = previewRephrase{}
	}
	if !f.isBare {
		return nil
	}
	if i := slices.IndexFunc(args, isSettings); i >= 0 {
		return fmt.Errorf("%s has the settings of rephrasing, but a space before it makes it a path of content: write --rephrase=%[1]s", args[i])
	}
	return nil
}

// isSettings reports whether a file has settings of rephrasing.
func isSettings(path string) bool {
	if !source.IsYAML(path) || !isFile(path) {
		return false
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return false // it is told when the content is read
	}
	doc, _ := document.Parse(path, data, document.Options{Lenient: true})
	return doc != nil && !doc.Root().Entry("nlg").IsMissing()
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// open reads the settings of the language model; nil if there is none to ask. Warnings go to
// errs.
func (f *previewRephrase) open(errs io.Writer, paths []string) (*previewModel, error) {
	if f.path == "" {
		return nil, nil
	}
	path := f.path
	if f.isBare {
		var err error
		if path, err = findSettings(paths); err != nil {
			return nil, err
		}
	}
	file, found := rephrasing.Load(path, os.LookupEnv)
	if found.HasErrors() {
		return nil, rejectedConfiguration(errs, &config.Error{Diagnostics: found})
	}
	if err := found.WriteText(errs); err != nil {
		return nil, err
	}
	return newPreviewModel(errs, file)
}

// findSettings returns the file of a flag that names none.
func findSettings(paths []string) (string, error) {
	if path := os.Getenv(variableOf(rephraseFlag)); path != "" {
		return path, nil
	}
	in, places := []string{""}, "the current directory"
	if i := slices.IndexFunc(paths, isDir); i >= 0 && filepath.Clean(paths[i]) != "." {
		in, places = []string{paths[i], ""}, paths[i]+" and in the current directory"
	}
	for _, dir := range in {
		for _, name := range settingsNames {
			if path := filepath.Join(dir, name); isFile(path) {
				return path, nil
			}
		}
	}
	return "", fmt.Errorf("--rephrase: no settings found: looked for the environment variable %s, and for %s and %s in %s; name the file, as in --rephrase=endpoints.yml",
		variableOf(rephraseFlag), settingsNames[0], settingsNames[1], places)
}
