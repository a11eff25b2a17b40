package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// site writes a page with a package that stands for preact.
func site(t *testing.T, changed map[string]string) string {
	t.Helper()
	sources := map[string]string{
		"index.html":           "<html>\n<head>\n<title>Desk</title>\n<script type=\"module\" src=\"/src/main.tsx\"></script>\n</head>\n<body></body></html>\n",
		"src/main.tsx":         "import './main.css';\nimport { word } from './word';\nconst open = async () => (await import('./editor')).edit(word);\nexport const page = <p onClick={open}>{word} ä</p>;\nconsole.log(page);\n",
		"src/main.css":         "@import './colors.css';\np { margin: 0 }\n",
		"src/colors.css":       ":root { --ink: black }\n",
		"src/word.ts":          "export const word: string = 'hello';\n",
		"src/editor.ts":        "import { word } from './word';\nexport const edit = (text: string) => text + word;\n",
		"tsconfig.json":        `{"compilerOptions": {"target": "es5", "jsx": "react"}}`,
		"dist/assets/old-1.js": "stale",

		"node_modules/preact/LICENSE":          "The license of preact.\r\n",
		"node_modules/preact/package.json":     `{"name": "preact", "exports": {"./jsx-runtime": "./jsx-runtime.js"}}`,
		"node_modules/preact/jsx-runtime.js":   "export const jsx = (type, props) => ({ type, props });\nexport const jsxs = jsx;\n",
		"node_modules/unused/package.json":     `{"name": "unused"}`,
		"node_modules/unused/not-in-a-page.js": "",
	}
	maps.Copy(sources, changed)
	dir := t.TempDir()
	for name, text := range sources {
		if text == "-" {
			continue
		}
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestBuildWritesThePage(t *testing.T) {
	dir := site(t, nil)
	if err := run(io.Discard, dir, false); err != nil {
		t.Fatal(err)
	}
	dist, err := readFiles(filepath.Join(dir, "dist"))
	if err != nil {
		t.Fatal(err)
	}
	page := string(dist["index.html"])
	for _, want := range []string{
		`<script type="module" src="/desk/assets/main-[0-9A-Z]{8}\.js">`,
		`<link rel="stylesheet" href="/desk/assets/main-[0-9A-Z]{8}\.css">\n`,
		`<link rel="modulepreload" href="/desk/assets/chunk-[0-9A-Z]{8}\.js">\n</head>`,
	} {
		if !regexp.MustCompile(want).MatchString(page) {
			t.Errorf("index.html has no %s:\n%s", want, page)
		}
	}
	for _, match := range regexp.MustCompile(`/desk/(assets/[^"]+)`).FindAllStringSubmatch(page, -1) {
		if _, ok := dist[match[1]+".gz"]; !ok {
			t.Errorf("index.html names %s, which is not there", match[1])
		}
	}
	if _, ok := dist["assets/old-1.js"]; ok {
		t.Error("a stale file is left")
	}
	var editor, script, style string
	for name, data := range dist {
		switch {
		case strings.HasPrefix(name, "assets/editor-"):
			editor = string(data)
		case strings.HasPrefix(name, "assets/main-") && strings.HasSuffix(name, ".js.gz"):
			script = string(data)
		case strings.HasPrefix(name, "assets/main-") && strings.HasSuffix(name, ".css.gz"):
			style = string(data)
		}
		if strings.Contains(string(data), "sourceMappingURL") || strings.Contains(string(data), dir) {
			t.Errorf("%s names a source map or a directory of this machine", name)
		}
	}
	if editor == "" {
		t.Error("what import() loads is not a file of its own")
	}
	if !strings.Contains(script, "=>") || !strings.Contains(script, "ä") || strings.Contains(script, "React") {
		t.Errorf("the script is not modern JavaScript that makes elements with preact: %s", script)
	}
	if !strings.Contains(style, "--ink:") || !strings.Contains(style, "p{margin:0}") {
		t.Errorf("the style sheet has no rules of an imported one: %s", style)
	}
	if licenses := string(dist["licenses.txt"]); !strings.Contains(licenses, "== preact ==\n\nThe license of preact.\n") || strings.Contains(licenses, "unused") {
		t.Errorf("licenses.txt: %s", licenses)
	}
}

// The built files are committed, and CI builds them again on another machine.
func TestBuildIsDeterministic(t *testing.T) {
	first, second := site(t, nil), site(t, nil)
	if err := run(io.Discard, first, false); err != nil {
		t.Fatal(err)
	}
	if err := run(io.Discard, second, false); err != nil {
		t.Fatal(err)
	}
	want, err := readFiles(filepath.Join(first, "dist"))
	if err != nil {
		t.Fatal(err)
	}
	if err := want.check(filepath.Join(second, "dist")); err != nil {
		t.Errorf("the same sources in another directory: %v", err)
	}
	if err := run(io.Discard, first, true); err != nil {
		t.Errorf("built once more: %v", err)
	}
}

// Another version of Go may compress to other bytes, which is no difference; damage is one.
func TestCompression(t *testing.T) {
	dir := site(t, nil)
	if err := run(io.Discard, dir, false); err != nil {
		t.Fatal(err)
	}
	scripts, err := filepath.Glob(filepath.Join(dir, "dist", "assets", "main-*.js.gz"))
	if err != nil || len(scripts) != 1 {
		t.Fatal(scripts, err)
	}
	data, err := os.ReadFile(scripts[0])
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	script, err := io.ReadAll(z)
	if err != nil || !bytes.Contains(script, []byte("ä")) {
		t.Errorf("%s: %v", script, err)
	}
	var other bytes.Buffer
	fast, err := gzip.NewWriterLevel(&other, gzip.NoCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fast.Write(script); err != nil {
		t.Fatal(err)
	}
	if err := fast.Close(); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name    string
		data    []byte
		current bool
	}{
		{"compressed otherwise", other.Bytes(), true},
		{"not compressed", script, false},
		{"cut off", data[:len(data)-9], false},
	} {
		if err := os.WriteFile(scripts[0], test.data, 0o666); err != nil {
			t.Fatal(err)
		}
		if err := run(io.Discard, dir, true); (err == nil) != test.current {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

func TestCheckSaysWhatDiffers(t *testing.T) {
	dir := site(t, nil)
	if err := run(io.Discard, dir, false); err != nil {
		t.Fatal(err)
	}
	page := filepath.Join(dir, "dist", "index.html")
	if err := os.WriteFile(page, []byte("edited"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "dist", "licenses.txt")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "dist", "assets", "left.js"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	err := run(io.Discard, dir, true)
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{
		"desk/web/dist/index.html differs (6 bytes", "desk/web/dist/licenses.txt is missing", "desk/web/dist/assets/left.js is stale",
		"go run -C tools/web .",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in: %v", want, err)
		}
	}
	if text, _ := os.ReadFile(page); string(text) != "edited" {
		t.Error("-check has written a file")
	}
}

func TestBuildFails(t *testing.T) {
	tests := []struct {
		name    string
		changed map[string]string
		want    string
	}{
		{"packages not installed", map[string]string{
			"node_modules/preact/LICENSE": "-", "node_modules/preact/package.json": "-", "node_modules/preact/jsx-runtime.js": "-",
		}, "run npm ci --ignore-scripts in desk/web"},
		{"no page", map[string]string{"index.html": "-"}, "index.html"},
		{"no entry point", map[string]string{"index.html": "<html><head></head></html>"}, "names no entry point"},
		{"syntax error", map[string]string{"src/word.ts": "export const = 1\n"}, "src/word.ts:1:13"},
		{"missing module", map[string]string{"src/word.ts": "import 'nowhere'\n"}, "nowhere"},
		{"warning", map[string]string{"src/word.ts": "export const word = { a: 1, a: 2 };\n"}, "src/word.ts:1:28"},
		{"no license", map[string]string{"node_modules/preact/LICENSE": "-"}, "package preact: has no LICENSE"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := site(t, test.changed)
			err := run(io.Discard, dir, false)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want an error with %q", err, test.want)
			}
			if _, err := os.Stat(filepath.Join(dir, "dist", "assets", "old-1.js")); err != nil {
				t.Error("a failed build has changed dist")
			}
		})
	}
}
