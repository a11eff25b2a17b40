package main

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"nlgserver/desk"
	"nlgserver/internal/source"
	"nlgserver/internal/source/demo"
	"nlgserver/nlg"
)

// demoTitle is the title of the page of the demo assistant.
const demoTitle = "Demo assistant"

// deskOptions returns how the flags and the settings say that content is compiled and
// checked.
func (f *deskFlags) deskOptions(cmd *cobra.Command, paths []string) (desk.Options, error) {
	settings, found, err := readSettings(f.about.settings, contentPaths(paths))
	if err != nil {
		return desk.Options{}, &exitError{code: exitUnreadable, err: err}
	}
	if found.Refused() {
		if err := found.WriteText(cmd.ErrOrStderr()); err != nil {
			return desk.Options{}, written(err)
		}
		return desk.Options{}, &exitError{code: exitFindings, err: fmt.Errorf("settings rejected: %s", counts(found))}
	}
	opts := desk.Options{Settings: settings, Recordings: f.recordings}
	if opts.Lint, err = f.about.options(&settings); err != nil {
		return opts, err
	}
	opts.Lint.Connected = channelsBeside(paths)
	opts.Request = expectOptions(&f.reach).Request
	if opts.Compile, err = f.options(); err != nil {
		return opts, err
	}
	if opts.Compile, err = f.compiling(opts.Compile); err != nil {
		return opts, err
	}
	opts.Beside = func(ctx context.Context) desk.Beside {
		var beside desk.Beside
		if len(f.about.domains) > 0 {
			// What cannot be read is as if it were not given: the page shows the content.
			beside.Domains, _ = f.reach.files(f.about.domains).Fetch(ctx)
		}
		_, tests, err := expectationFiles(paths, nil)
		if err != nil {
			return beside
		}
		for _, t := range tests {
			beside.Tests = append(beside.Tests, nlg.File{Path: filepath.ToSlash(t.path), Data: t.data})
		}
		return beside
	}
	return opts, nil
}

// demoBeside returns the tests of the demo assistant.
func demoBeside(context.Context) desk.Beside {
	var beside desk.Beside
	assistant, err := demo.Assistant()
	if err != nil {
		return beside
	}
	names, err := fs.Glob(assistant, "*"+source.TestSuffix)
	if err != nil {
		return beside
	}
	for _, name := range names {
		if data, err := fs.ReadFile(assistant, name); err == nil {
			beside.Tests = append(beside.Tests, nlg.File{Path: "demo/" + name, Data: data})
		}
	}
	return beside
}

// titleOf names an assistant after the directory that it is in. The usual names of its
// parts say nothing.
func titleOf(paths []string) string {
	path, err := filepath.Abs(contentPaths(paths)[0])
	if err != nil {
		return "Responses"
	}
	if filepath.Ext(path) != "" {
		path = filepath.Dir(path)
	}
	for {
		switch name := filepath.Base(path); name {
		case "domain", "data", "responses", "nlu", "content":
			path = filepath.Dir(path)
		default:
			if path == filepath.Dir(path) {
				return "Responses" // the root
			}
			return name
		}
	}
}

// originOf says what owns the files.
func originOf(paths []string) string {
	return strings.Join(contentPaths(paths), ", ") + " (files)"
}
