package main

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// exampleFiles are a configuration of two assistants, and their content.
//
//go:embed example
var exampleFiles embed.FS

const exampleDir = "example"

// initConfig writes the example to a configuration file and the directories beside it,
// and lists the files. It overwrites nothing.
func initConfig(out io.Writer, file string) error {
	names := []string{path.Join(exampleDir, configFile)}
	err := fs.WalkDir(exampleFiles, exampleDir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && name != names[0] {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return err
	}
	target := func(name string) string {
		if name == names[0] {
			return file
		}
		below, _ := filepath.Rel(exampleDir, filepath.FromSlash(name))
		return filepath.Join(filepath.Dir(file), below)
	}
	for _, name := range names {
		if _, err := os.Lstat(target(name)); !errors.Is(err, fs.ErrNotExist) {
			if err == nil {
				err = fmt.Errorf("%s exists: refusing to overwrite it", target(name))
			}
			return &exitError{code: exitFindings, err: err}
		}
	}
	for _, name := range names {
		data, err := exampleFiles.ReadFile(name)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Dir(target(name)), 0o755); err != nil {
			return &exitError{code: exitFindings, err: err}
		}
		if err := os.WriteFile(target(name), data, 0o644); err != nil {
			return &exitError{code: exitFindings, err: err}
		}
		if _, err := fmt.Fprintln(out, filepath.ToSlash(target(name))); err != nil {
			return written(err)
		}
	}
	return nil
}
