package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"nlgserver/expect"
	"nlgserver/internal/atomicfile"
	"nlgserver/internal/source"
	"nlgserver/internal/source/files"
	"nlgserver/nlg"
)

// expectationFile is the content of an expectation file.
type expectationFile struct {
	path string
	data []byte
}

// expectationFiles separates the content's paths from the expectation files, and
// finds the expectation files beside the content.
func expectationFiles(args, named []string) (content []string, files []expectationFile, err error) {
	var paths []string
	for _, arg := range contentPaths(args) {
		if source.IsTest(arg) {
			paths = append(paths, arg)
			continue
		}
		content = append(content, arg)
		beside, err := findExpectations(arg)
		if err != nil {
			return nil, nil, &exitError{code: exitUnreadable, err: err}
		}
		paths = append(paths, beside...)
	}
	if len(args) > 0 && len(content) == 0 {
		return nil, nil, errors.New("no content given: name it too, such as a domain directory")
	}
	read, err := namedExpectations(append(paths, named...))
	seen := map[string]bool{}
	for _, f := range read {
		if clean := filepath.Clean(f.path); !seen[clean] {
			seen[clean] = true
			files = append(files, f)
		}
	}
	if len(args) == 0 {
		content = nil // the current directory, which may have nothing
	}
	return content, files, err
}

// findExpectations finds the expectation files below a directory, or beside a
// file. It does not check that the path exists: compiling the content does.
func findExpectations(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil //nolint:nilerr // compiling the content reports it
	}
	if !info.IsDir() {
		beside := strings.TrimSuffix(path, filepath.Ext(path)) + source.TestSuffix
		if _, err := os.Stat(beside); err != nil {
			return nil, nil //nolint:nilerr // the file is optional
		}
		return []string{beside}, nil
	}
	var found []string
	excluded := files.ExclusionsOf(path)
	err = filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		below, err := filepath.Rel(path, name)
		switch {
		case err != nil:
			return err
		case below != "." && (source.IsBookkeeping(d.Name()) || excluded.Match(filepath.ToSlash(below), d)):
			if d.IsDir() {
				return fs.SkipDir
			}
		case !d.IsDir() && source.IsTest(d.Name()):
			found = append(found, name)
		}
		return nil
	})
	return found, err
}

// readExpectations parses the files and writes their diagnostics to errs. It
// fails if there is an error.
func readExpectations(errs io.Writer, r *reach, files []expectationFile) ([]*expect.File, error) {
	read, found := parseExpectations(r, files)
	if err := found.WriteText(errs); err != nil {
		return nil, written(err)
	}
	if found.HasErrors() {
		return nil, unfit(found)
	}
	return read, nil
}

// parseExpectations parses the files.
func parseExpectations(r *reach, files []expectationFile) ([]*expect.File, nlg.Diagnostics) {
	var out []*expect.File
	var all nlg.Diagnostics
	for _, file := range files {
		f, diags := expect.Read(file.path, file.data, expectOptions(r))
		all = append(all, diags...)
		out = append(out, f)
	}
	return out, all
}

func expectOptions(r *reach) expect.Options {
	allowed, _ := r.envAllowed() // an error was reported with the content
	return expect.Options{
		Env: os.LookupEnv, EnvAllowed: allowed,
		Request: func(from, name string) ([]byte, error) {
			if !filepath.IsAbs(name) {
				name = filepath.Join(filepath.Dir(from), name)
			}
			return os.ReadFile(name)
		},
	}
}

// updateAll rewrites the files and reads them again; read are the files,
// parsed.
func updateAll(errs io.Writer, r *reach, runner *expect.Runner, read []*expect.File, chosen *regexp.Regexp) ([]*expect.File, error) {
	for i, f := range read {
		u := runner.Update(f, func(c *expect.Case) bool { return chosen.MatchString(c.Name) })
		for _, c := range u.Left {
			fmt.Fprintf(errs, "%s: %s: cannot update this expectation: edit it by hand\n", c.Position, c.Name)
		}
		if len(u.Done) == 0 {
			continue
		}
		if err := atomicfile.Write(f.Path, u.Data, 0o666); err != nil {
			return nil, &exitError{code: exitFindings, err: fmt.Errorf("--update: %w", err)}
		}
		fmt.Fprintf(errs, "%s: %s\n", f.Path, plural(len(u.Done), "expectation")+" updated")
		var diags nlg.Diagnostics
		if read[i], diags = expect.Read(f.Path, u.Data, expectOptions(r)); diags.HasErrors() {
			return nil, unfit(diags)
		}
	}
	return read, nil
}
