package config

import (
	"path/filepath"

	"nlgserver/internal/diag"
	"nlgserver/internal/document"
)

// File is what a configuration file says.
type File struct {
	// Path is where it was read.
	Path string
	// Server are the settings at its top.
	Server Settings
	// Assistants are in the order of the file. A file without any says how to serve,
	// and not what.
	Assistants []Assistant
	// Default is the name of the assistant that is meant where none is named; empty if
	// the file does not say.
	Default string
}

// Shown returns the path as messages show it.
func (f *File) Shown() string { return filepath.ToSlash(f.Path) }

// Assistant is the configuration of one assistant.
type Assistant struct {
	Name string
	Settings
	name document.Place
}

// Diagnose returns an error about the assistant as a whole.
func (a *Assistant) Diagnose(message, hint string) diag.Diagnostic {
	return a.name.Diagnose(diag.Error, diag.Configuration, message, hint)
}

// Settings are the settings that a map has, by the names of their keys.
type Settings map[string]Setting

// Setting is a setting of a file.
type Setting struct {
	// Values are its values as text: one, except of a list. Paths start at the working
	// directory.
	Values []string
	// Pairs are the values of a map, in the order of the file.
	Pairs []Pair
	// Line is where it is in the file, from 1.
	Line int

	isSecret bool
	place    document.Place
	// items are the places of the values of a list.
	items []document.Place
}

// Pair is a name and its value.
type Pair struct{ Name, Value string }

// Diagnose returns an error about the setting.
func (s Setting) Diagnose(message, hint string) diag.Diagnostic {
	return s.diagnose(s.place, message, hint)
}

// DiagnoseValue returns an error about one of Values.
func (s Setting) DiagnoseValue(i int, message, hint string) diag.Diagnostic {
	if i < len(s.items) {
		return s.diagnose(s.items[i], message, hint)
	}
	return s.Diagnose(message, hint)
}

func (s Setting) diagnose(at document.Place, message, hint string) diag.Diagnostic {
	d := at.Diagnose(diag.Error, diag.Configuration, message, hint)
	if s.isSecret {
		d.Source = ""
	}
	return d
}

// beside returns a path that a file names.
func beside(file, path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(file), path)
}
