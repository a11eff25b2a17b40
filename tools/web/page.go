package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// entry matches a script or a style sheet of the sources in index.html.
var entry = regexp.MustCompile(`\b(src|href)="(?:\./|/)?(src/[^"]+)"`)

// entryPoints returns the sources that index.html names.
func entryPoints(page []byte) []string {
	var entries []string
	for _, match := range entry.FindAllSubmatch(page, -1) {
		if source := string(match[2]); !slices.Contains(entries, source) {
			entries = append(entries, source)
		}
	}
	return entries
}

// meta is what esbuild says of its output.
type meta struct {
	Inputs  map[string]struct{} `json:"inputs"`
	Outputs map[string]struct {
		EntryPoint string `json:"entryPoint"`
		CSSBundle  string `json:"cssBundle"`
		Imports    []struct {
			Path string `json:"path"`
			Kind string `json:"kind"`
		} `json:"imports"`
	} `json:"outputs"`
}

func readMeta(source string) (*meta, error) {
	m := new(meta)
	if err := json.Unmarshal([]byte(source), m); err != nil {
		return nil, fmt.Errorf("cannot read what esbuild says of its output: %w", err)
	}
	return m, nil
}

// fill returns index.html with the names of the built files. Style sheets that a
// script imports are linked at the end of the head, and so are the files that the
// script cannot run without, so that the browser loads all at once.
func (m *meta) fill(page []byte, entries []string) ([]byte, error) {
	built := map[string]string{}
	var links []string
	for _, output := range slices.Sorted(maps.Keys(m.Outputs)) {
		o := m.Outputs[output]
		if !slices.Contains(entries, o.EntryPoint) {
			continue
		}
		built[o.EntryPoint] = address(output)
		if o.CSSBundle != "" && o.CSSBundle != output {
			links = append(links, fmt.Sprintf(`<link rel="stylesheet" href="%s">`, address(o.CSSBundle)))
		}
		for _, i := range o.Imports {
			if i.Kind == "import-statement" {
				links = append(links, fmt.Sprintf(`<link rel="modulepreload" href="%s">`, address(i.Path)))
			}
		}
	}
	for _, source := range entries {
		if built[source] == "" {
			return nil, fmt.Errorf("esbuild has written nothing for %q", source)
		}
	}
	page = entry.ReplaceAllFunc(page, func(match []byte) []byte {
		parts := entry.FindSubmatch(match)
		return fmt.Appendf(nil, `%s="%s"`, parts[1], built[string(parts[2])])
	})
	if len(links) == 0 {
		return page, nil
	}
	head := bytes.Index(page, []byte("</head>"))
	if head < 0 {
		return nil, fmt.Errorf("index.html has no </head>")
	}
	return slices.Concat(page[:head], []byte(strings.Join(links, "\n")+"\n"), page[head:]), nil
}

func address(output string) string {
	return publicPath + strings.TrimPrefix(output, "dist/assets")
}

// licenses returns the licenses of the packages that are part of the output.
func (m *meta) licenses(dir string) ([]byte, error) {
	packages := map[string]bool{}
	for input := range m.Inputs {
		_, inside, found := cutLast(input, "node_modules/")
		if !found {
			continue
		}
		parts := strings.SplitN(inside, "/", 3)
		name := parts[0]
		if strings.HasPrefix(name, "@") {
			name += "/" + parts[1]
		}
		packages[name] = true
	}
	text := "The page in this directory contains these packages.\n"
	for _, name := range slices.Sorted(maps.Keys(packages)) {
		license, err := license(filepath.Join(dir, "node_modules", filepath.FromSlash(name)))
		if err != nil {
			return nil, fmt.Errorf("package %s: %w", name, err)
		}
		text += fmt.Sprintf("\n== %s ==\n\n%s\n", name, license)
	}
	return []byte(text), nil
}

// license returns the text of a package's license.
func license(dir string) (string, error) {
	found, err := filepath.Glob(filepath.Join(dir, "LICENSE*"))
	if err != nil {
		return "", err
	}
	if len(found) == 0 {
		return "", fmt.Errorf("has no LICENSE")
	}
	text, err := os.ReadFile(found[0])
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(strings.ReplaceAll(string(text), "\r\n", "\n")), nil
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}
