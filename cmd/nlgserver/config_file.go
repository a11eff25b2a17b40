package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"nlgserver/config"
	"nlgserver/server"
)

// configuration is a configuration file, below what the command line and the environment
// set. It is read again while the server runs.
type configuration struct {
	path  string
	given given
	// paths are the content that the command line names.
	paths  []string
	shared *sharedByStores
}

// configured is what a configuration says.
type configured struct {
	file   *config.File
	server *settings
	// assistants are in the order of the file. Without any there, they are one, of the
	// paths of the command line.
	assistants []assistant
	// byDefault is the name of the assistant that is meant where none is named.
	byDefault string
}

// assistant is what a configuration says of an assistant.
type assistant struct {
	*settings
	name     string
	id       string
	paths    []string
	metadata []config.Pair
	// own is what the file says of it alone.
	own config.Assistant
}

// read reads the file. An error about the file is a *[config.Error] with all that is
// wrong with it; any other is about the command line.
func (c *configuration) read() (*configured, error) {
	keys, own := keysOf(newSettings("serve").flags)
	file, err := keys.Load(c.path, os.LookupEnv)
	rejected, _ := errors.AsType[*config.Error](err)
	all := &configured{file: file}
	if rejected == nil && len(file.Assistants) > 0 && len(c.paths) > 0 {
		return nil, fmt.Errorf("%q cannot be served beside the assistants of %s: make it the content of one there", c.paths[0], file.Shown())
	}
	if all.server, err = serverSettings(c.given, file); err != nil {
		return nil, err
	}
	if err := all.addAssistants(c, own); err != nil {
		return nil, err
	}
	all.server.shared = c.shared
	for _, a := range all.assistants {
		a.shared = c.shared
	}
	r := rules{of: all, isWhole: rejected == nil}
	if rejected != nil {
		r.found = rejected.Diagnostics
	}
	r.check()
	if len(r.found) > 0 {
		r.found.Sort()
		return all, &config.Error{Diagnostics: r.found.Unique()}
	}
	if len(r.given) > 0 {
		return all, r.given[0]
	}
	return all, nil
}

func (all *configured) addAssistants(c *configuration, keys []assistantKey) error {
	for _, own := range all.file.Assistants {
		s, err := assistantSettings(c.given, all.file, own, keys)
		if err != nil {
			return err
		}
		a := assistant{settings: s, name: own.Name, paths: own.Settings["content"].Values, metadata: own.Settings["metadata"].Pairs, own: own}
		if id := own.Settings["assistant_id"].Values; len(id) > 0 {
			a.id = id[0]
		}
		all.assistants = append(all.assistants, a)
	}
	if len(all.assistants) == 0 {
		all.assistants = []assistant{{settings: all.server, name: server.OnlyAssistant, paths: c.paths}}
	}
	all.byDefault = all.file.Default
	switch isNamed := func(a assistant) bool { return a.name == server.OnlyAssistant }; {
	case all.byDefault != "":
	case len(all.assistants) == 1:
		all.byDefault = all.assistants[0].name
	case slices.ContainsFunc(all.assistants, isNamed):
		all.byDefault = server.OnlyAssistant
	}
	return nil
}

// defaultAssistant returns the assistant that is meant where none is named.
func (all *configured) defaultAssistant() (assistant, bool) {
	i := slices.IndexFunc(all.assistants, func(a assistant) bool { return a.name == all.byDefault })
	if i < 0 {
		return assistant{}, false
	}
	return all.assistants[i], true
}

// rejectedConfiguration writes what is wrong with a configuration, and returns the error
// that ends the program. Any other error is returned as it is.
func rejectedConfiguration(errs io.Writer, err error) error {
	rejected, ok := errors.AsType[*config.Error](err)
	if !ok {
		return err
	}
	if err := rejected.Diagnostics.WriteText(errs); err != nil {
		return err
	}
	return &exitError{code: exitCodeOf(rejected.Diagnostics), err: fmt.Errorf("configuration rejected: %s", counts(rejected.Diagnostics))}
}
