package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"nlgserver/channels"
	"nlgserver/internal/diag"
	"nlgserver/internal/source"
	"nlgserver/lint"
)

// readSettings reads the named file, or else the first one beside the content:
// in a given directory, or in the directory of a given file.
func readSettings(named string, paths []string) (lint.Settings, diag.List, error) {
	if named != "" {
		data, err := os.ReadFile(named)
		if err != nil {
			return lint.Settings{}, nil, err
		}
		s, found := lint.ReadSettings(filepath.ToSlash(named), data)
		if !s.Exclude.IsMissing() && filepath.Base(named) != source.SettingsFile {
			found = append(found, s.Exclude.Diagnose(diag.Error, diag.SettingsFile,
				"exclude works only in "+source.SettingsFile+" in the directory of the content, where the server reads it too", "move it there"))
		}
		return s, found, nil
	}
	for _, path := range paths {
		dir := path
		if info, err := os.Stat(path); err != nil || !info.IsDir() {
			dir = filepath.Dir(path)
		}
		name := filepath.Join(dir, source.SettingsFile)
		data, err := os.ReadFile(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return lint.Settings{}, nil, err
		}
		s, found := lint.ReadSettings(filepath.ToSlash(name), data)
		return s, found, nil
	}
	return lint.Settings{}, nil, nil
}

// parseChannel parses a custom channel: NAME or NAME=FAMILY.
func parseChannel(text string) (*channels.Channel, error) {
	name, family, ok := strings.Cut(text, "=")
	if name == "" {
		return nil, errors.New("expected NAME or NAME=FAMILY")
	}
	if !ok {
		return channels.Declared(name, channels.Web), nil
	}
	f, err := channels.ParseFamily(family)
	if err != nil {
		return nil, err
	}
	return channels.Declared(name, f), nil
}
