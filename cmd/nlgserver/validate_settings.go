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

// readSettings reads the named file, or else the one of [settingsBeside].
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
	name, data, err := settingsBeside(paths)
	if name == "" || err != nil {
		return lint.Settings{}, nil, err
	}
	s, found := lint.ReadSettings(filepath.ToSlash(name), data)
	return s, found, nil
}

// settingsBeside returns the first settings file beside the content: in a given directory,
// or in the directory of a given file. The name is empty if there is none.
func settingsBeside(paths []string) (name string, data []byte, err error) {
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
			return "", nil, err
		}
		return name, data, nil
	}
	return "", nil, nil
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
